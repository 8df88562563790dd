import SessionLanguage

extension Command {
  static let retry = Command(
    name: "retry", group: .housekeeping,
    summary: "Run the failed line again, and go on with the file.",
    korean: "실패한 줄을 다시 실행하고, 파일을 이어서 재생합니다.",
    manual: """
      For the prompt that replay --from-failure or --step opens at a line that failed. continue leaves the line out.
      """
  ) { (_, _) throws(Diagnostic) in
    return .request(.resume(.retry))
  }
}
