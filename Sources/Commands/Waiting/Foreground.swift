import SessionLanguage

extension Command {
  static let fg = Command(
    name: "fg", group: .waiting, parameters: [Parameter("JOB", .job, optional: true)],
    summary: "Bring a call back to the foreground.",
    manual: "Without JOB, the one started last."
  ) { (words, _) throws(Diagnostic) in
    return .request(.foreground(words.count > 0 ? try words.job(0) : nil))
  }
}
