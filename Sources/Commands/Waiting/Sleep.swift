import SessionLanguage

extension Command {
  static let sleep = Command(
    name: "sleep", group: .waiting, parameters: [Parameter("TIME", .text)],
    summary: "Do nothing for TIME, such as 200ms or 2s.",
    manual: "Events, such as state transitions and arriving data, are shown meanwhile. Ctrl-C ends it.",
    makesCall: false, examples: ["sleep 10ms"]
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.sleep(try arguments.milliseconds(0)))
  }
}
