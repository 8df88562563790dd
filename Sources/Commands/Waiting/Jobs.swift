import SessionLanguage

extension Command {
  static let jobs = Command(
    name: "jobs", group: .waiting,
    summary: "List the calls that are still waiting.",
    korean: "아직 기다리고 있는 호출을 보여 줍니다.",
    manual:
      "A call waits in the background when its line ends in &, or after Ctrl-Z. It is named by its number, or by the handle it makes or works on.",
    makesCall: false
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.jobs)
  }
}
