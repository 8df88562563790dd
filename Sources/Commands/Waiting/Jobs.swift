import SessionLanguage

extension Command {
  static let jobs = Command(
    name: "jobs", group: .waiting,
    summary: "List the calls that are still waiting.",
    manual:
      "A call waits in the background when its line ends in &, or after Ctrl-Z. It is named by its number, or by the handle it makes or works on.",
    makesCall: false
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.jobs)
  }
}
