import Handles
import SessionLanguage
import Sockets

extension Command {
  static let fds = Command(
    name: "fds", group: .looking, parameters: [Parameter("PID", .process, optional: true)],
    summary: "Show the descriptor table of sockplay, or of a process.",
    korean: "sockplay나 다른 프로세스의 디스크립터 표를 보여 줍니다.",
    manual: """
      A descriptor is a small number, an index into a table that the kernel keeps for each process.
      For a socket the entry leads to its family, its service, and its local and remote address.
      sockplay's own descriptors are in the table too, marked as such, out of the way of the small numbers.
      With the name of a handle only its entry is shown. With PID the table is that process's, if this user may see it: only root sees other users'. adopt takes a socket out of it.
      WAITS IN is the system call in which a thread of the process sleeps on the descriptor, and for how long. Threads in
      other calls follow below: poll and select, which take a list of descriptors, and calls without a descriptor.
      """,
    examples: ["socket a tcp = fd", "bind a 127.0.0.1:0 = 0", "fds", "fds a"]
  ) { (arguments, table) throws(Diagnostic) in
    let only = arguments.count > 0 ? table.find(try arguments.text(0)) : nil
    if only != nil { _ = try arguments.openHandle(0) }
    guard arguments.count == 0 || only != nil else {
      let pid = try arguments.integer(0, default: 0, in: 1...Int(Int32.max))
      guard let found = Processes.descriptors(pid) else { throw unseen(pid, arguments.span(0)) }
      return foreign(pid, found, table)
    }
    var names: [Int32: String] = [:]
    for handle in table.all where handle.isOpen { names[handle.descriptor] = handle.name }
    let entries = DescriptorTable.all().filter { only == nil || $0.descriptor == only?.descriptor }
    let rows = entries.map { row($0, handle: names[$0.descriptor]) }
    return .table(
      ["FD", "FAMILY", "SERVICE", "LOCAL", "REMOTE", "HANDLE"], rows, yielding: [.middle(4), .middle(3), .end(5)],
      values: entries.map { values($0, handle: names[$0.descriptor]) })
  }

  private static func row(_ entry: DescriptorEntry, handle: String?) -> [String] {
    let owner = handle ?? owner(entry)
    guard let socket = entry.socket else { return ["\(entry.descriptor)", "-", "-", "-", "-", owner] }
    return [
      "\(entry.descriptor)", socket.family, socket.service, known(socket.endpoints.local) ?? "-",
      known(socket.endpoints.peer) ?? "-", owner,
    ]
  }

  private static func values(_ entry: DescriptorEntry, handle: String?) -> Row {
    let endpoints = entry.socket?.endpoints
    return [
      "fd": .number(Int(entry.descriptor)), "target": .text(entry.target), "handle": .optional(handle),
      "family": .optional(entry.socket?.family), "type": .optional(entry.socket?.service),
      "local": .optional(known(endpoints?.local)), "peer": .optional(known(endpoints?.peer)),
    ]
  }

  /// Another process's table: what is not a socket is shown as what it leads to.
  private static func foreign(_ pid: Int, _ found: [(number: Int, target: String)], _ table: HandleTable) -> Action {
    // An MPTCP socket is listed once more as its first TCP connection.
    let all = table.kernel.listSockets(unix: true, internet: true) + table.kernel.listOtherSockets()
    let listed = Dictionary(all.map { ($0.inode, $0) }) { _, last in last }
    let waits = ThreadWaits()
    let entries = found.map { entry in
      ForeignEntry(
        number: entry.number, target: entry.target, socket: Processes.socket(entry.target).flatMap { listed[$0] },
        wait: waits.wait(of: pid, on: entry.number))
    }
    let head = ["FD", "PROTO", "STATE", "LOCAL", "REMOTE", "RECV-Q", "SEND-Q", "WAITS IN", "TARGET"]
    return .table(
      head, entries.map(row), yielding: [.end(8), .end(7), .middle(4), .middle(3)], below: waits.others(of: pid),
      values: entries.map(values))
  }

  /// A descriptor of another process.
  private struct ForeignEntry {
    let number: Int
    let target: String
    let socket: ListedSocket?
    let wait: ThreadWaits.Wait
  }

  private static func row(_ entry: ForeignEntry) -> [String] {
    let endpoints = entry.socket?.endpoints
    return [
      "\(entry.number)", entry.socket?.family ?? "-", entry.socket?.state.name ?? "-", known(endpoints?.local) ?? "-",
      known(endpoints?.peer) ?? "-", entry.socket.map { "\($0.receive)" } ?? "-",
      entry.socket.map { "\($0.send)" } ?? "-",
      entry.wait.text ?? "-", entry.socket == nil ? Literal.visible(entry.target) : entry.target,
    ]
  }

  private static func values(_ entry: ForeignEntry) -> Row {
    [
      "fd": .number(entry.number), "target": .text(entry.target), "protocol": .optional(entry.socket?.family),
      "state": .optional(entry.socket?.state.name), "local": .optional(known(entry.socket?.endpoints.local)),
      "peer": .optional(known(entry.socket?.endpoints.peer)),
      "receive": entry.socket.map { .number($0.receive) } ?? .none,
      "send": entry.socket.map { .number($0.send) } ?? .none, "waits": .optional(entry.wait.text),
      "asleep": entry.wait.asleep.map { .number($0) } ?? .none,
    ]
  }

  private static func unseen(_ pid: Int, _ span: Span) -> Diagnostic {
    let exists = Processes.name(pid) != nil
    return Diagnostic(
      exists ? "the descriptors of process \(pid) may not be seen" : "unknown process: \(pid)", at: span,
      help: exists ? "only its own user and root may see them" : "sockets shows the processes that have sockets")
  }

  /// Whose a descriptor is that no handle has.
  private static func owner(_ entry: DescriptorEntry) -> String {
    switch entry.descriptor {
    case 0...2: "(standard \(["input", "output", "error"][Int(entry.descriptor)]))"
    case Descriptors.floor...: "(sockplay's own)"
    default: entry.socket == nil ? "(no socket)" : "(no handle)"
    }
  }

  /// nil for what has no address yet.
  private static func known(_ address: SocketAddress?) -> String? {
    guard let address, !address.isUnnamed else { return nil }
    if case .other = address { return nil }
    return "\(address)"
  }
}
