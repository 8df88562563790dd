import SessionLanguage

extension Command {
  static let pause = Command(
    name: "pause", group: .waiting, parameters: [Parameter("TEXT", .text, optional: true)],
    summary: "Wait for the Enter key.",
    korean: "Enter 키를 기다립니다.",
    manual: "For lessons. Without a terminal, and in check, it does not wait.",
    makesCall: false, examples: [#"pause "look with ss now""#]
  ) { (arguments, _) throws(Diagnostic) in
    // What has no substitutions is on the screen already, in the line itself.
    let text = arguments.count > 0 ? try arguments.text(0) : ""
    return .request(.pause(arguments.line.words.allSatisfy { $0.references.isEmpty } ? "" : text))
  }
}
