import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let state = Command(
    name: "state", group: .looking, parameters: [.handle],
    summary: "Show everything that the kernel says about one socket.",
    manual: "Each line is a field that a check can read: ? conn.unread == 0.",
    examples: ["socket a tcp = fd", "state a", "? a.state == CLOSED"]
  ) { (arguments, table) throws(Diagnostic) in
    let handle = try arguments.handle(0)
    _ = table.refresh(handle)
    let rows = Field.all.compactMap { field in
      field.read(handle, table.kernel).map { ["\(handle.name).\(field.name)", "\($0)", field.meaning] }
    }
    return .report(Columns.align(rows))
  }
}
