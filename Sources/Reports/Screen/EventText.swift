import Commands
import Handles
import Runner
import Sockets

/// An event as one line: `* conn  readable, 5 B`, `* srv   1 waiting`, `* cli   FIN_WAIT1 → FIN_WAIT2`.
enum EventText {
  static func write(_ event: Event, _ card: Card, to text: inout TextBuffer) {
    let change = event.change, order: StaticString = event.order == .unknown ? unordered : ""
    guard let news = news(change) else { return card.write(change, mark: "* ", end: order, to: &text) }
    text.put("* ")
    text.put(text: change.name)
    text.pad(to: 8)
    text.put(text: news)
    text.put(order)
    text.endLine()
  }

  /// Said of an event that was seen together with the one above it, when the kernel does not tell which came first.
  private static let unordered: StaticString = "  (order unknown)"

  /// `* conn  accept has returned 5: wait conn`.
  /// - Parameter number: That of the job, where others have its name, too.
  static func write(returned exchange: Exchange, of job: String, number: Int? = nil, to text: inout TextBuffer) {
    guard let answer = exchange.answer else { return }
    text.put("* ")
    text.put(text: job)
    text.pad(to: 8)
    let result = answer.failed ? "failed with \(answer.errno.symbol)" : "has returned \(answer.result)"
    let which = number.map { " of job \($0)" } ?? "", word = number.map(String.init) ?? job
    text.put(text: "\(exchange.call.name)\(which) \(result): wait \(word)")
    text.endLine()
  }

  /// What a server to practise with says: `echo| 127.0.0.1:40000: connected`.
  static func write(_ output: PartnerOutput, to text: inout TextBuffer) {
    text.put(text: output.name)
    text.put("| ")
    text.put(prose: output.line)
    text.endLine()
  }

  /// What happened without a transition, in a few words.
  private static func news(_ change: Change) -> String? {
    guard let before = change.before, before.state == change.after.state, change.endpoints == nil else { return nil }
    let after = change.after
    if after.queue > before.queue { return "\(after.queue) waiting" }
    if after.unread > before.unread { return "readable, \(after.unread) B" }
    return nil
  }
}
