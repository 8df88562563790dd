import SessionLanguage

extension Command {
  static let hint = Command(
    name: "hint", group: .housekeeping,
    summary: "In the tour: a hint for this step; again: the line itself.",
    korean: "둘러보기에서 힌트를 봅니다. 한 번 더 입력하면 답이 나옵니다.",
    manual: "Enter on an empty line does the same."
  ) { (_, _) throws(Diagnostic) in
    return .request(.course(.hint))
  }
}
