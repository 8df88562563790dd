import SessionLanguage

extension Command {
  static let `continue` = Command(
    name: "continue", group: .housekeeping,
    summary: "Go on with the file that has stopped here.",
    korean: "여기서 멈춘 파일을 이어서 재생합니다.",
    manual: """
      For the prompt that replay opens in the middle of a file: at a line that failed (--from-failure, --step), which is left
      out then and which retry runs again; where one asks for it (p of --step); after a line (--to).
      """
  ) { (_, _) throws(Diagnostic) in
    return .request(.resume(.skip))
  }
}
