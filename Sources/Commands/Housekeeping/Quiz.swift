import SessionLanguage

extension Command {
  static let quiz = Command(
    name: "quiz", group: .housekeeping, traits: .needsOneProcess, parameters: [Parameter("FILE", .file)],
    summary: "Play a file that asks before each call what it returns.",
    korean: "파일을 재생하며, 호출마다 무엇을 반환할지 먼저 묻습니다.",
    manual: """
      Say the result, the errno of a failure, and the state of the socket where that will be another: 0 LISTEN, -1 EAGAIN, fd, blocks.
      Enter alone leaves a question out. The kernel answers, and at the end there is a score, with the misses and their reasons.
      On a command line: sockplay replay --quiz FILE.
      """
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.quiz(path: try arguments.text(0)))
  }
}
