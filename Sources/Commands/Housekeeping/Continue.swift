import SessionLanguage

extension Command {
  static let `continue` = Command(
    name: "continue", group: .housekeeping,
    summary: "Go on with the file after the line that failed.",
    korean: "실패한 줄을 건너뛰고, 파일을 이어서 재생합니다.",
    manual: "For the prompt that replay --from-failure opens at a line that failed. retry runs the line again."
  ) { (_, _) throws(Diagnostic) in
    return .request(.resume(.skip))
  }
}
