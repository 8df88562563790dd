import SessionLanguage
import Sockets

extension Command {
  static let sockets = Command(
    name: "sockets", group: .looking, parameters: [Parameter("FILTER", .choice(SocketFilter.words), optional: true, repeats: true)],
    summary: "Show the machine's sockets, as ss -a and netstat -a do.",
    manual: """
      A FILTER is a port (30000 or :30000, on either end), a state, tcp, udp, unix, or a handle.
      Filters of one sort mean any of them; filters of different sorts must all hold. UNIX domain sockets are
      shown where unix or a handle is asked for. On LISTEN the queues are the connections waiting and their limit.
      The process is shown where one may know it: other users' are for root. It is one look; there is no --watch.
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "sockets {srv.port}", "sockets tcp LISTEN", "sockets srv",
    ]
  ) { (words, table) throws(Diagnostic) in
    let filter = try SocketFilter(words, table)
    let owners = Processes.bySocket()
    let handles = HandleFinder(table)
    let rows = table.kernel.machine(unix: filter.wantsUNIX, internet: filter.wantsInternet).compactMap { socket -> [String]? in
      let handle = handles.find(socket)
      guard filter.admits(socket, handle: handle) else { return nil }
      return row(socket, owners[socket.inode] ?? [], handle ?? "-")
    }
    guard !rows.isEmpty else { return .report(["there are no such sockets"]) }
    return .report(Columns.align([["PROTO", "STATE", "RECV-Q", "SEND-Q", "LOCAL", "PEER", "PROCESS", "HANDLE"]] + rows))
  }

  private static func row(_ socket: ListedSocket, _ owners: [Processes.Owner], _ handle: String) -> [String] {
    let left = socket.millisecondsLeft > 0 ? " \((socket.millisecondsLeft + 999) / 1000) s" : ""
    let process = owners.map { "\($0.name)/\($0.pid)" }.joined(separator: ",")
    return [
      socket.family, socket.state.name + left, "\(socket.receive)", "\(socket.send)", socket.naming.local?.description ?? "-",
      socket.naming.peer?.description ?? "-", process.isEmpty ? "-" : process, handle,
    ]
  }
}

/// What `sockets` was asked for.
struct SocketFilter {
  private var ports: Set<UInt16> = []
  private var states: [SocketState] = []
  private var families: Set<String> = []
  private var handles: Set<String> = []

  private static let familyWords = ["tcp", "udp", "unix", "tcp6", "udp6"]
  static let words = familyWords + SocketState.allCases.map(\.name)

  init(_ words: Words, _ table: Table) throws(Diagnostic) {
    for index in 0..<words.count {
      let text = try words.text(index)
      if Self.familyWords.contains(text) {
        families.insert(text)
      } else if let port = UInt16(text.hasPrefix(":") ? String(text.dropFirst()) : text) {
        ports.insert(port)
      } else if table.find(text) != nil {
        handles.insert(text)
      } else if let state = SocketState(name: text) {
        states.append(state)
      } else {
        throw Diagnostic(
          "\(text) is no filter", at: words.span(index), label: Diagnostic.suggestion(for: text, among: table.names + Self.words),
          help: "write a port, a state, tcp, udp, unix, or a handle")
      }
    }
  }

  var wantsUNIX: Bool { families.contains("unix") || families.isEmpty && !handles.isEmpty }
  var wantsInternet: Bool { families.isEmpty || families != ["unix"] }

  func admits(_ socket: ListedSocket, handle: String?) -> Bool {
    let naming = [socket.naming.local, socket.naming.peer].compactMap { $0 }
    return (families.isEmpty || families.contains { socket.family.hasPrefix($0) })
      && (ports.isEmpty || naming.contains { ports.contains($0.port) })
      && (states.isEmpty || states.contains { socket.state.satisfies($0) })
      && (handles.isEmpty || handle.map(handles.contains) == true)
  }
}
