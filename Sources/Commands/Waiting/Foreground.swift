import SessionLanguage

extension Command {
  static let fg = Command(
    name: "fg", group: .waiting, traits: .isRecordedAsItsEnd, parameters: [Parameter("JOB", .job, optional: true)],
    summary: "Bring a call back to the foreground.",
    korean: "호출을 다시 포그라운드로 가져옵니다.",
    manual: "Without JOB, the one started last."
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.foreground(arguments.count > 0 ? try arguments.job(0) : nil))
  }
}
