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
    let rows = table.all.compactMap { id -> [String]? in
      if table.refresh(id)?.isGone == true {
        table.drop(id)
        return nil
      }
      return row(id)
    }
    guard !rows.isEmpty else { return .report(["there are no handles"]) }
    let head = ["NAME", "FD", "KIND", "STATE", "QUEUE", "UNREAD", "UNSENT", "LOCAL", "PEER"]
    return .report(Columns.align([head] + rows))
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
}
