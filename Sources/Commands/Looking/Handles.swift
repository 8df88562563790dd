import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let handles = Command(
    name: "handles", group: .looking,
    summary: "List all handles, also those that only the kernel still holds.",
    examples: ["socket a tcp = fd", "handles"]
  ) { (arguments, table) throws(Diagnostic) in
    let rows = table.all.compactMap { id -> [String]? in
      if table.refresh(id)?.isGone == true {
        table.drop(id)
        return nil
      }
      return row(table[id])
    }
    guard !rows.isEmpty else { return .report(["there are no handles"]) }
    return .report(Columns.align([["NAME", "FD", "KIND", "STATE", "UNREAD", "UNSENT", "LOCAL", "PEER"]] + rows))
  }

  private static func row(_ handle: Handle) -> [String] {
    let seen = handle.snapshot
    let isListener = seen.state == .listen
    return [
      handle.name, handle.isOpen ? "\(handle.descriptor)" : "-", handle.kind.word,
      seen.state.name + (seen.millisecondsLeft > 0 ? " \((seen.millisecondsLeft + 999) / 1000) s" : ""),
      isListener ? "\(seen.queue)/\(seen.backlog)" : "\(seen.unread)", "\(seen.unsent)",
      handle.endpoints.local?.description ?? "-", handle.endpoints.peer?.description ?? "-",
    ]
  }
}
