import Runner
import SessionLanguage
import Text

/// What the screen says of a play besides its cards.
struct PlayText {
  let language: Language

  /// Under a line that is next: `  expects  = 0 [srv LISTEN]`.
  func expectation(_ expected: String) -> String {
    language.text("  expects  ", korean: "  예상  ") + expected
  }

  /// Under the card of a line that came to what it expects.
  var held: String { language.text("  held", korean: "  예상대로입니다") }

  /// Where a line is next that another process plays.
  func waiting(for role: String, _ line: String) -> String {
    language.text("waiting for \(role): ", korean: "\(role) 차례: ") + line
  }

  /// The last line of a play: `23 of 24 held, up to line 9 of 31`.
  func end(_ result: PlayResult) -> String {
    let (held, checked) = (result.held, result.checked)
    let text =
      checked == 0
      ? language.text("nothing was checked", korean: "확인한 줄이 없습니다")
      : language.text("\(held) of \(checked) held", korean: "확인한 \(checked)줄 가운데 \(held)줄이 예상대로입니다")
    guard let stop = result.stop else { return text }
    return text
      + language.text(
        ", up to line \(stop.line) of \(stop.lines)", korean: " (파일 \(stop.lines)줄 가운데 \(stop.line)줄까지)")
  }
}
