import SessionLanguage

extension Command {
  static let fg = Command(
    name: "fg", group: .waiting, traits: .isRecordedAsItsEnd, parameters: [Parameter("JOB", .job, optional: true)],
    summary: "Bring a call back to the foreground.",
    manual: "Without JOB, the one started last."
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.foreground(arguments.count > 0 ? try arguments.job(0) : nil))
  }
}
