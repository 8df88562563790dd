import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let state = Command(
    name: "state", group: .looking, parameters: [.handle],
    summary: "Show everything that the kernel says about one socket.",
    korean: "커널이 소켓 하나에 대해 알려 주는 것을 모두 보여 줍니다.",
    manual: "Each line is a field that a check can read: ? conn.unread == 0.",
    examples: ["socket a tcp = fd", "state a", "? a.state == CLOSED"]
  ) { (arguments, table) throws(Diagnostic) in
    let handle = try arguments.handle(0)
    table.look(at: handle)
    let fields = Field.all.map { (field: $0, value: $0.read(handle, table.kernel)) }
    let rows = fields.compactMap { field, value in
      value.map { ["\(handle.name).\(field.name)", "\($0)", field.meaning] }
    }
    let values = Row([("name", .text(handle.name))] + fields.map { ($0.name, $1.map(Row.Value.init) ?? .none) })
    return .report(
      Listing(Table(rows, hasHead: false, yielding: [.end(2), .middle(1, mayGo: false)])), values: [values])
  }
}

extension Row.Value {
  fileprivate init(_ value: Handles.Value) {
    switch value {
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .state(let state): self = .text(state.name)
    }
  }
}
