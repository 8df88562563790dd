import SessionLanguage

extension Command {
  static let sleep = Command(
    name: "sleep", group: .waiting, parameters: [Parameter("TIME", .text)],
    summary: "Do nothing for TIME, such as 200ms or 2s.",
    korean: "TIME(200ms, 2s 등) 동안 아무것도 하지 않습니다.",
    manual: "Events, such as state transitions and arriving data, are shown meanwhile. Ctrl-C ends it.",
    makesCall: false, examples: ["sleep 10ms"]
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.sleep(try arguments.milliseconds(0)))
  }
}
