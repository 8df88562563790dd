import SessionLanguage

extension Command {
  static let pause = Command(
    name: "pause", group: .waiting, parameters: [Parameter("TEXT", .text, optional: true)],
    summary: "Wait for the Enter key.",
    manual: "For lessons: pause \"look with ss now\". Goes on at once where there is no terminal, and in check.",
    makesCall: false, examples: [#"pause "look with ss now""#]
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.pause(arguments.count > 0 ? try arguments.text(0) : ""))
  }
}
