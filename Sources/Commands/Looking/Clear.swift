import SessionLanguage

extension Command {
  static let clear = Command(
    name: "clear", group: .looking,
    summary: "Clear the screen; Ctrl-L does the same.",
    examples: ["clear"]
  ) { (_, _) throws(Diagnostic) in
    return .request(.clear)
  }
}
