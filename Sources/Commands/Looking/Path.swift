import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let path = Command(
    name: "path", group: .looking, parameters: [.handle],
    summary: "Draw TCP's state diagram with the way that a socket took.",
    korean: "TCP 상태도에 소켓이 지나온 길을 그립니다.",
    manual: """
      Stars mark the states in which the socket was seen; below are the last transitions, and what ran when each was seen. A state that
      passes within one call, as SYN_SENT does when the answer comes at once, is not seen.
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "path srv", "socket cli tcp = fd",
      "connect cli {srv} = 0", "path cli",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let handle = try arguments.handle(0)
    guard handle.kind.isTCP else {
      throw Diagnostic(
        "\(handle.name) has no such states", at: arguments.span(0), label: "it is \(handle.kind.word)",
        help: "the diagram is TCP's; state \(handle.name) shows what there is")
    }
    table.look(at: handle)
    let transitions = handle.transitions
    let states = transitions.flatMap { [$0.from, $0.to].compactMap { $0 } } + [handle.snapshot.state]
    let table = Table(transitions.map(row), hasHead: false, yielding: [.end(1)])
    return .report(
      Listing(StateDiagram.lines(seen: Set(states)) + [""]) + Listing(table), values: transitions.map(values))
  }

  private static func row(_ transition: StateTransition) -> [String] {
    [
      transition.from.map { "\($0.name) → \(transition.to.name)" } ?? transition.to.name,
      transition.cause.map { "when \($0.text) ran" } ?? "by itself",
      "seen \(Elapsed.past(Int((monotonicNanoseconds() - transition.moment) / 1_000_000))) ago",
    ]
  }

  private static func values(_ transition: StateTransition) -> Row {
    [
      "from": .optional(transition.from?.name), "to": .text(transition.to.name),
      "cause": .optional(transition.cause?.text),
    ]
  }
}
