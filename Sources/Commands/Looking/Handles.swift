import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let handles = Command(
    name: "handles", group: .looking,
    summary: "List all handles, including those that only the kernel holds.",
    examples: ["socket a tcp = fd", "handles"]
  ) { (arguments, table) throws(Diagnostic) in
    for handle in table.all { table.look(at: handle) }
    let gone = table.goneAtLook
    let handles = table.all.filter { !gone.contains($0.name) }
    guard !handles.isEmpty else { return .report(["there are no handles"]) }
    let head = ["NAME", "FD", "KIND", "STATE", "QUEUE", "UNREAD", "UNSENT", "LOCAL", "PEER"]
    return .report(Columns.align([head] + handles.map(row)), values: handles.map(values))
  }

  private static func row(_ handle: Handle) -> [String] {
    let seen = handle.snapshot
    let isListener = seen.state == .listen
    return [
      handle.name, handle.isOpen ? "\(handle.descriptor)" : "-", handle.kind.word,
      seen.state.name + (seen.millisecondsLeft > 0 ? " \((seen.millisecondsLeft + 999) / 1000) s" : ""),
      isListener ? "\(seen.queue)/\(seen.backlog)" : "-", isListener ? "-" : "\(seen.unread)",
      isListener ? "-" : "\(seen.unsent)",
      handle.endpoints.local?.description ?? "-", handle.endpoints.peer?.description ?? "-",
    ]
  }

  /// Only a listener has a queue, and only others have bytes.
  private static func values(_ handle: Handle) -> Row {
    let seen = handle.snapshot
    func number(_ value: Int, _ applies: Bool) -> Row.Value { applies ? .number(value) : .none }
    let isListener = seen.state == .listen
    return [
      "name": .text(handle.name), "fd": .number(Int(handle.descriptor)), "kind": .text(handle.kind.word),
      "state": .text(seen.state.name), "left": .number(seen.millisecondsLeft),
      "queue": number(seen.queue, isListener), "backlog": number(seen.backlog, isListener),
      "unread": number(seen.unread, !isListener), "unsent": number(seen.unsent, !isListener),
      "local": .optional(handle.endpoints.local?.description), "peer": .optional(handle.endpoints.peer?.description),
    ]
  }
}
