import SessionLanguage

extension Command {
  static let skip = Command(
    name: "skip", group: .housekeeping,
    summary: "In the tour: have this step done for you.",
    korean: "둘러보기에서 이 단계를 대신 해 줍니다.",
    manual: "Its lines run as if you had typed them."
  ) { (_, _) throws(Diagnostic) in
    return .request(.course(.skip))
  }
}
