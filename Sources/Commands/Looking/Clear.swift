import SessionLanguage

extension Command {
  static let clear = Command(
    name: "clear", group: .looking,
    summary: "Clear the screen; Ctrl-L does the same.",
    korean: "화면을 지웁니다. Ctrl-L도 같습니다.",
    examples: ["clear"]
  ) { (_, _) throws(Diagnostic) in
    return .request(.clear)
  }
}
