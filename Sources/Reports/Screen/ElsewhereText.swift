import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Text

/// What was done in another terminal, for who sees the session in this one: `client> connect cli {srv} = 0`, and as events
/// what that changed here.
enum ElsewhereText {
  /// - Parameter changes: Those of handles that are not the other terminal's.
  static func write(_ step: Step, _ changes: [Change], _ card: Card, to text: inout TextBuffer) {
    write(step.origin?.statement ?? step.statement, of: step.role, result(step) ?? "", card, to: &text)
    for change in changes { EventText.write(Event(change), card, to: &text) }
  }

  /// Writes a line that takes its time there, and the others with it.
  static func write(_ statement: Statement, of role: String?, _ card: Card, to text: inout TextBuffer) {
    write(statement, of: role, " …", card, to: &text)
  }

  private static func write(
    _ statement: Statement, of role: String?, _ result: String, _ card: Card, to text: inout TextBuffer
  ) {
    card.style.paint(.quiet, &text) { text in
      text.put(text: "\(role ?? "")> ")
      text.put(prose: statement.withoutRole)
      text.put(text: result)
    }
    text.endLine()
  }

  private static func result(_ step: Step) -> String? {
    guard let exchange = step.failedExchange else { return nil }
    guard let answer = exchange.answer else { return " …" }
    if answer.failed { return " = \(answer.result) \(answer.errno.symbol)" }
    return " = \(answer.result)" + (answer.received.isEndOfFile ? " EOF" : "")
  }
}
