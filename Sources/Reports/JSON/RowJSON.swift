import Sockets

extension Row {
  var json: JSON { .object(fields.map { ($0.name, $0.value.json) }) }
}

extension Row.Value {
  fileprivate var json: JSON {
    switch self {
    case .none: .null
    case .boolean(let value): .bool(value)
    case .number(let value): .number(value)
    case .text(let value): .text(value)
    case .list(let texts): .list(texts.map { .text($0) })
    case .row(let row): row.json
    }
  }
}
