import SessionLanguage

extension Command {
  static let role = Command(
    name: "role", group: .housekeeping, traits: .needsOneProcess,
    parameters: [Parameter("NAME", .text) { _ in .words(["off"]) }],
    summary: "Act as NAME: the prompt and a recording show it.",
    korean: "NAME 역할로 입력합니다. 프롬프트와 기록에 나타납니다.",
    manual: """
      role off ends it. share lets other terminals of yours take other roles in this session. A file with roles may be played by several processes, in other terminals or on another machine: sockplay
      replay --role NAME FILE plays the lines of NAME, and waits where a line is another role's.
      """,
    examples: ["role server"]
  ) { (arguments, _) throws(Diagnostic) in
    let name = try arguments.text(0)
    guard Name.isValid(name) else {
      throw .invalid("role name", name, at: arguments.span(0), label: Name.rule)
    }
    return .request(.role(name == "off" ? nil : name))
  }
}
