import SessionLanguage

extension Command {
  static let replay = Command(
    name: "replay", group: .housekeeping, traits: .needsOneProcess, parameters: [Parameter("FILE", .file)],
    summary: "Play a session file with handles of its own.",
    korean: "세션 파일을 따로 만든 핸들로 재생합니다.",
    manual: """
      The last line says how many of the lines that were checked held. From the command line, sockplay replay --step FILE waits
      for Enter before each line, --pace 1s shows each for a second before it runs, --from "A HEADING" plays what comes before
      that quietly, and --to 40 stops after line 40. --from-failure opens a prompt at a line that fails, with the handles as
      they are: retry runs the line again, continue goes on after it.
      """
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.replay(path: try arguments.text(0)))
  }
}
