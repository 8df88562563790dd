import Text

/// What the page of a session says itself, in both languages; the reader switches between them.
enum PageWords {
  /// Both texts; the page shows only one.
  static func both(_ english: String, _ korean: String) -> String {
    "<span class=\"en\">\(Markup.escape(english))</span><span class=\"ko\" lang=\"ko\">\(Markup.escape(korean))</span>"
  }

  /// An element for each language in which there is a text.
  static func element(_ tag: String, _ text: BilingualText, id: String? = nil) -> String {
    let id = id.map { Markup.attribute("id", $0) } ?? ""
    guard let english = text.english, let korean = text.korean else {
      let attributes = text.english == nil ? " class=\"ko\" lang=\"ko\"" : " lang=\"en\""
      return "<\(tag)\(id)\(attributes)>\(Markup.escape(text.english ?? text.korean ?? ""))</\(tag)>\n"
    }
    return "<\(tag)\(id)>" + both(english, korean) + "</\(tag)>\n"
  }

  static let lines = both("Lines", "세션의 줄")
  static let data = both("Data", "데이터")
  static let sent = both("sent", "보낸 데이터")
  static let received = both("received", "받은 데이터")
  static let handles = both("Handles", "핸들")
  static let columns = [
    both("Name", "이름"), both("fd", "fd"), both("Kind", "종류"), both("State", "상태"), both("Addresses", "주소"),
    both("Queue, data", "대기열, 데이터"),
  ]
  static let ladder = both("Ladder", "사다리")
  static let states = both("States of TCP", "TCP의 상태")
  static let end = both("End", "끝")
  static let nothing = both("No line has been run yet.", "아직 실행한 줄이 없습니다.")
  static let expects = both("expects", "예상")
  static let held = both("held", "예상대로")
  static let failed = both("not as expected", "예상과 다름")

  static let back = both("Back", "이전"), next = both("Next", "다음")
  static let first = both("First", "처음"), last = both("Last", "마지막")
  /// The button that switches to the other language.
  static let language = "<span class=\"en\" lang=\"ko\">한국어</span><span class=\"ko\" lang=\"en\">English</span>"

  static let keys = both(
    "The arrow keys ← and → step, Home and End go to the first step and to the last.",
    "← →로 한 단계씩 움직이고, Home과 End로 처음과 마지막 단계로 갑니다.")
  static let solid = both(
    "A solid arrow was a step from one state to the next.", "실선은 한 상태에서 바로 다음 상태로 간 것입니다.")
  static let dashed = both(
    "A dashed one: states between them were not seen. Numbers are those of the steps.",
    "점선은 그 사이의 상태를 보지 못한 것입니다. 숫자는 단계 번호입니다.")
  static let stops = both("The play ended here.", "재생은 여기서 끝났습니다.")

  static func step(_ number: Int, of count: Int) -> String {
    both("Step \(number) of \(count)", "\(count)단계 중 \(number)단계")
  }

  static func leftOut(_ session: PlayedSession) -> String {
    both(session.remark(in: .english) ?? "", session.remark(in: .korean) ?? "")
  }

  static func bytes(_ count: Int) -> String { both(Plural.bytes(count), "\(count)바이트") }

  static func moreBytes(_ count: Int) -> String {
    both("… \(Plural.count(count, "more byte"))", "… \(count)바이트 더")
  }

  static func line(_ number: Int) -> String { both("line \(number)", "\(number)번째 줄") }
}
