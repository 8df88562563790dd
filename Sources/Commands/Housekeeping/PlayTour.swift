import SessionLanguage

extension Command {
  static let tour = Command(
    name: "tour", group: .housekeeping, traits: .needsOneProcess,
    parameters: [Parameter("PART|FILE|off", .file, optional: true)],
    summary: "The first lesson: it says what to do and waits until you did.",
    korean: "첫 수업입니다. 할 일을 알려 주고, 직접 입력하기를 기다립니다.",
    manual: """
      Each step says what to do and why. Type it in any way that gets there: with names, ports and spellings of your own. Enter or
      hint helps, skip does the step for you, and every other command works as usual. tour off leaves; tour goes on there, also on
      another day. tour 2 begins the second part, tour FILE any session file, see docs/session-format.md. Not at a terminal, it
      plays all parts.
      """
  ) { (arguments, _) throws(Diagnostic) in
    guard arguments.count > 0 else { return .request(.course(.tour)) }
    let word = try arguments.text(0)
    if word == "off" { return .request(.course(.leaveTour)) }
    return .request(.course(Int(word).map { .tourPart($0) } ?? .tourFile(word)))
  }
}
