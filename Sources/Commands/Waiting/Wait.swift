import SessionLanguage

extension Command {
  static let wait = Command(
    name: "wait", group: .waiting, parameters: [Parameter("JOB", .jobOrAny)],
    summary: "Wait until a call in the background returns, and show it.",
    korean: "백그라운드의 호출이 반환할 때까지 기다려 결과를 보여 줍니다.",
    manual: """
      JOB is its number, or the handle that it makes or works on; poll and select, which work on several, go by their own
      names. wait any waits for the first call to return, whichever it is. Ctrl-C stops the waiting, not the call.
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "accept srv conn & = blocks",
      "socket cli tcp = fd", "connect cli {srv} = 0", "wait conn = fd [conn ESTABLISHED]",
      "recv cli & = blocks", "recv conn & = blocks", "send cli hello = 5", "wait any = 5 \"hello\" within 2s",
    ]
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.wait(try arguments.job(0)))
  }
}
