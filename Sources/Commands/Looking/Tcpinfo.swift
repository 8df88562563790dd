import SessionLanguage
import Sockets

extension Command {
  static let tcpinfo = Command(
    name: "tcpinfo", group: .looking, parameters: [.handle],
    summary: "Show every field of TCP_INFO with its unit and meaning.",
    korean: "TCP_INFO의 모든 필드를 단위, 뜻과 함께 보여 줍니다.",
    manual: """
      TCP_INFO is what the kernel says about a TCP socket, see tcp(7). us is microseconds.
      Each field can be read by a check: ? cli.tcpi_snd_cwnd >= 1. A kernel that is older than a field does not have it.
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "tcpinfo cli", "? cli.tcpi_snd_cwnd >= 1 and srv.tcpi_unacked == 1 and srv.tcpi_sacked == 5",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let handle = try arguments.openHandle(0)
    guard let bytes = handle.kind.isTCP ? table.kernel.tcpInfoBytes(handle.descriptor) : nil else {
      throw Diagnostic(
        "\(handle.name) has no TCP_INFO", at: arguments.span(0),
        label: "only TCP sockets have it, and its kind is \(handle.kind.word)")
    }
    let fields = TCPField.all.compactMap { field in field.read(bytes).map { (field: field, value: $0) } }
    let rows = fields.map { field, value in
      let word = field.word(value, in: bytes)
      let shown = value == .max ? word ?? "\(value)" : "\(value)" + (word.map { " (\($0))" } ?? "")
      return [field.name, shown, field.unit, field.meaning]
    }
    // What is too large for an Int has no number here: it means that there is no limit.
    let values = Row(fields.map { ($0.name, $1 == .max ? .none : .number($1)) })
    return .table(["FIELD", "VALUE", "UNIT", "MEANING"], rows, yielding: [.end(3)], values: [values])
  }
}
