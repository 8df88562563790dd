import SessionLanguage

extension Command {
  static let source = Command(
    name: "source", group: .housekeeping, traits: [.makesUnknownNames, .needsOneProcess],
    parameters: [Parameter("FILE", .file)],
    summary: "Run the lines of a session file here, on this session's handles.",
    korean: "세션 파일의 줄을 여기서, 이 세션의 핸들로 실행합니다."
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.source(path: try arguments.text(0)))
  }
}
