import Handles
import SessionLanguage
import Sockets

extension Command {
  static let handles = Command(
    name: "handles", group: .looking,
    summary: "List all handles, including those that only the kernel holds.",
    korean: "모든 핸들을 보여 줍니다. 커널에만 남은 것도 나옵니다.",
    manual: """
      READY is what poll(2) reports now: R, a call that reads would not wait; W, one that writes would not; X, urgent data are there;
      E, an error is pending, or a message is in the error queue (POLLERR). At the end of file, and when an error is pending, a call
      does not wait either.
      """,
    examples: ["socket a tcp = fd", "handles"]
  ) { (arguments, table) throws(Diagnostic) in
    for handle in table.all { table.look(at: handle) }
    let gone = table.goneAtLook
    let handles = table.all.filter { !gone.contains($0.name) }
    guard !handles.isEmpty else { return .report([table.language.text("there are no handles", korean: "핸들이 없습니다")]) }
    let ready = handles.map { $0.readiness(table.kernel) }
    return .table(
      ["NAME", "FD", "KIND", "STATE", "READY", "QUEUE", "UNREAD", "UNSENT", "LOCAL", "PEER"],
      zip(handles, ready).map(row), yielding: [.end(7), .middle(9), .middle(8)], values: zip(handles, ready).map(values)
    )
  }

  private static func row(_ handle: Handle, ready: String?) -> [String] {
    let seen = handle.snapshot
    let isListener = seen.state == .listen
    return [
      handle.name, handle.isOpen ? "\(handle.descriptor)" : "-", handle.kind.word,
      seen.state.name + (seen.millisecondsLeft > 0 ? " \((seen.millisecondsLeft + 999) / 1000) s" : ""),
      ready ?? "-", isListener ? "\(seen.queue)/\(seen.backlog)" : "-", isListener ? "-" : "\(seen.unread)",
      isListener ? "-" : "\(seen.unsent)",
      handle.endpoints.local?.description ?? "-", handle.endpoints.peer?.description ?? "-",
    ]
  }

  /// Only a listener has a queue, and only others have bytes.
  private static func values(_ handle: Handle, ready: String?) -> Row {
    let seen = handle.snapshot
    func number(_ value: Int, _ applies: Bool) -> Row.Value { applies ? .number(value) : .none }
    let isListener = seen.state == .listen
    return [
      "name": .text(handle.name), "fd": .number(Int(handle.descriptor)), "kind": .text(handle.kind.word),
      "state": .text(seen.state.name), "left": .number(seen.millisecondsLeft),
      "ready": .optional(ready), "queue": number(seen.queue, isListener), "backlog": number(seen.backlog, isListener),
      "unread": number(seen.unread, !isListener), "unsent": number(seen.unsent, !isListener),
      "local": .optional(handle.endpoints.local?.description), "peer": .optional(handle.endpoints.peer?.description),
    ]
  }
}
