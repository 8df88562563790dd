import SessionLanguage

extension Command {
  static let learn = Command(
    name: "learn", group: .housekeeping,
    parameters: [
      Parameter("NUMBER", .integer, optional: true), Parameter("quiz", .choice([quizWord]), optional: true),
    ],
    summary: "List the lessons of the course, or play one.",
    korean: "수업 목록을 보거나, 수업 하나를 재생합니다.",
    manual: """
      learn 8 plays lesson 8, with handles and mostly a network of its own. It stops after each question, so that you can think: Enter
      goes on, Ctrl-C leaves. learn 8 quiz asks before each call what it will return. What you have seen to its end is marked.
      """
  ) { (arguments, _) throws(Diagnostic) in
    guard arguments.count > 0 else { return .request(.course(.lessons)) }
    let number = try arguments.integer(0, default: 0, in: 1...999)
    guard arguments.count < 2 || arguments.plain(1) == quizWord else {
      throw Diagnostic(
        "learn takes a number, and perhaps \(quizWord)", at: arguments.span(1), label: "not expected",
        help: "for example: learn 8 quiz"
      ).inKorean("learn 다음에는 수업 번호와, 원하면 \(quizWord)를 씁니다", help: "예: learn 8 quiz")
    }
    return .request(.course(.lesson(number, asks: arguments.count > 1)))
  }

  private static let quizWord = "quiz"
}
