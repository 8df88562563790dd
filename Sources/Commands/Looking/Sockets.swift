import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let sockets = Command(
    name: "sockets", group: .looking, traits: .takesHost,
    parameters: [Parameter("FILTER", .choice(SocketFilter.words), optional: true, repeats: true)],
    summary: "Show the machine's sockets, as ss -a and netstat -a do.",
    korean: "이 컴퓨터의 소켓을 봅니다. ss -a, netstat -a와 같습니다.",
    manual: """
      A FILTER is a port (30000 or :30000, on either end), a state, tcp, udp, unix, raw, icmp, packet, netlink, or a handle.
      One of the filters of each sort must match. Sockets other than TCP and UDP are shown only if their sort, a handle or
      a process is asked for. An MPTCP socket is shown instead of its first TCP subflow. In state LISTEN, RECV-Q is the
      number of connections that wait in the accept queue, and SEND-Q is the backlog.
      The process is shown if this user may see it: only root sees other users'. pid:4711 and process:python3 filter by it.
      WAITS IN is the system call in which a thread of it sleeps, with its descriptor, and for how long: recvfrom(4) 2.0 s.
      --watch shows the list every second until Ctrl-C, --watch 5 five times: + is new, - is gone, * has changed.
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "sockets {srv.port}", "sockets tcp LISTEN",
      "sockets srv",
      "sockets srv --watch 2",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let filter = try SocketFilter(arguments, table)
    let list = SocketRows(filter: filter, table: table)
    guard let watch = filter.watch else {
      let rows = list.rows
      return .report(list.listing(rows), values: rows.map(\.values))
    }
    var before: [SocketRows.Entry]?
    return .watch(
      Watch(count: watch.count, span: watch.span) {
        let rows = list.rows
        defer { before = rows }
        return list.marked(rows, before)
      })
  }
}

/// The machine's sockets that a filter admits.
private struct SocketRows {
  let filter: SocketFilter
  let table: HandleTable

  /// What a socket is known by, and its cells.
  struct Entry {
    let key: String
    let cells: [String]
    let values: Sockets.Row
    /// Whether a process has it which this user may not look into.
    let isHidden: Bool
    /// A running time is not a change.
    var lasting: [String] {
      cells.enumerated().map { [1, 7].contains($0.offset) ? String($0.element.prefix { $0 != " " }) : $0.element }
    }
  }

  private static let head = ["PROTO", "STATE", "RECV-Q", "SEND-Q", "LOCAL", "PEER", "PROCESS", "WAITS IN", "HANDLE"]

  func listing(_ rows: [Entry]) -> Listing {
    let table: Listing =
      rows.isEmpty && filter.elsewhere.isEmpty
      ? [nothing] : rows.isEmpty ? [] : Self.table([Self.head] + rows.map(\.cells))
    return table + Listing(filter.elsewhere.map(Self.elsewhere)) + hint(rows)
  }

  /// That the filter admits none of those that were looked at, which need not be all.
  private var nothing: String {
    if filter.mayMissProcesses { return "no such sockets can be seen" }
    if filter.namesHandle { return "the kernel's lists have no such sockets" }
    return filter.wantsOnlyUsual ? "there are no such TCP or UDP sockets" : "there are no such sockets"
  }

  private func hint(_ rows: [Entry]) -> Listing {
    let hides = filter.wantsProcess ? filter.mayMissProcesses : geteuid() != 0 && rows.contains(where: \.isHidden)
    return hides ? ["only root sees which sockets other users' processes have"] : []
  }

  /// A table of `rows`, which have that many `marks` before their cells.
  private static func table(_ rows: [[String]], marks: Int = 0) -> Listing {
    Listing(Table(rows, yielding: [7, 3, 6, 5, 4].map { $0 == 7 ? .end($0 + marks) : .middle($0 + marks) }))
  }

  private static func elsewhere(_ handle: Handle) -> String {
    let from = handle.owner.map { ": nsenter --net --target \($0.pid) ss -a, as root, shows them" } ?? ""
    return "\(handle.name) belongs to another network namespace, whose sockets are not listed here" + from
  }

  var rows: [Entry] {
    let owners = Processes.bySocket()
    let handles = HandleFinder(table)
    let waits = ThreadWaits()
    let others = filter.wantsOthers || filter.wantsInternet ? table.kernel.listOtherSockets() : []
    let multipath = Set(others.filter(\.isMultipath).map(\.inode))
    let sockets = table.kernel.listSockets(unix: filter.wantsUNIX, internet: filter.wantsInternet).filter {
      $0.inode == 0 || !multipath.contains($0.inode)
    }
    return (sockets + others.filter { filter.wantsOthers || $0.isMultipath }).compactMap { socket in
      if isOwn(socket) { return nil }
      let handle = handles.find(socket)
      let owners = owners[socket.inode] ?? []
      return filter.admits(socket, handle: handle, owners)
        ? row(socket, owners, handle, waits.wait(of: owners, on: socket.inode)) : nil
    }
  }

  /// Whether it is of the server that shows the session to browsers, on either end.
  private func isOwn(_ socket: ListedSocket) -> Bool {
    guard let port = table.ownPort, !table.isIsolated, socket.family == "tcp" else { return false }
    return [socket.endpoints.local, socket.endpoints.peer].contains { $0?.port == port && $0?.isLoopback == true }
  }

  private func row(_ socket: ListedSocket, _ owners: [Processes.Owner], _ handle: String?, _ wait: ThreadWaits.Wait)
    -> Entry
  {
    let left = socket.millisecondsLeft > 0 ? " \((socket.millisecondsLeft + 999) / 1000) s" : ""
    let process = owners.isEmpty ? nil : owners.map { "\($0.name)/\($0.pid)" }.joined(separator: ",")
    let (local, peer) = (socket.endpoints.local?.description, socket.endpoints.peer?.description)
    let name = "\(socket.family) \(local ?? "-") \(peer ?? "-")" + (local == nil ? " \(socket.inode)" : "")
    return Entry(
      key: name,
      cells: [
        socket.family, socket.state.name + left, "\(socket.receive)", "\(socket.send)", local ?? "-", peer ?? "-",
        process ?? "-", wait.text ?? "-", handle ?? "-",
      ],
      values: [
        "protocol": .text(socket.family), "state": .text(socket.state.name), "left": .number(socket.millisecondsLeft),
        "receive": .number(socket.receive), "send": .number(socket.send), "local": .optional(local),
        "peer": .optional(peer), "process": .optional(process), "waits": .optional(wait.text),
        "asleep": wait.asleep.map { .number($0) } ?? .none, "handle": .optional(handle),
      ], isHidden: owners.isEmpty && socket.inode != 0)
  }

  /// `rows`, each with a mark that compares it with those `before`; rows that are gone come last.
  func marked(_ rows: [Entry], _ before: [Entry]?) -> Listing {
    let known = Dictionary((before ?? rows).map { ($0.key, $0) }) { first, _ in first }
    let marks = rows.map { row in known[row.key].map { $0.lasting == row.lasting ? "" : "*" } ?? "+" }
    let now = Set(rows.map(\.key))
    let gone = (before ?? []).filter { !now.contains($0.key) }
    guard !rows.isEmpty || !gone.isEmpty else { return [nothing] + hint(rows) }
    return Self.table(
      [[" "] + Self.head] + zip(marks, rows).map { [$0] + $1.cells } + gone.map { ["-"] + $0.cells }, marks: 1)
  }
}

/// What `sockets` was asked for.
struct SocketFilter {
  private var ports: Set<UInt16> = []
  private var states: [SocketState] = []
  private var families: Set<String> = []
  private var handles: Set<String> = []
  /// Those of the handles whose sockets belong to another network namespace.
  private(set) var elsewhere: [Handle] = []
  private var processes: Set<String> = []
  /// Whether the list is to be repeated, and how often.
  private(set) var watch: (count: Int?, span: Span)?

  private static let familyWords = ["tcp", "udp", "unix", "tcp6", "udp6", "mptcp", "mptcp6"] + others
  private static let others = ["raw", "raw6", "icmp", "icmp6", "udplite", "udplite6", "packet", "netlink"]
  static let words = familyWords + ["--watch"] + SocketState.allCases.map(\.name)

  init(_ arguments: Arguments, _ table: HandleTable) throws(Diagnostic) {
    var index = 0
    while index < arguments.count {
      let text = try arguments.text(index)
      if text == "--watch" {
        let isCounted = index + 1 < arguments.count ? try Int(numeral: arguments.text(index + 1)) != nil : false
        watch = (isCounted ? try arguments.integer(index + 1, default: 1, in: 1...3600) : nil, arguments.span(index))
        index += isCounted ? 1 : 0
      } else {
        try add(text, arguments, index, table)
      }
      index += 1
    }
  }

  private mutating func add(_ text: String, _ arguments: Arguments, _ index: Int, _ table: HandleTable)
    throws(Diagnostic)
  {
    if Self.familyWords.contains(text) {
      families.insert(text)
    } else if let port = UInt16(numeral: text.hasPrefix(":") ? String(text.dropFirst()) : text) {
      ports.insert(port)
    } else if let handle = table.find(text) {
      handles.insert(text)
      if table.isInOtherNetworkNamespace(handle) { elsewhere.append(handle) }
    } else if let state = SocketState(name: text) {
      states.append(state)
    } else if text.hasPrefix("pid:") || text.hasPrefix("process:") {
      processes.insert(String(text.drop { $0 != ":" }.dropFirst()))
    } else {
      throw .unknown(
        "filter", text, at: arguments.span(index), among: table.names + Self.words,
        help:
          "write a port, a state, tcp, udp, unix, raw, icmp, packet, netlink, a handle, pid:NUMBER, process:NAME, or --watch"
      )
    }
  }

  var wantsProcess: Bool { !processes.isEmpty }
  var namesHandle: Bool { !handles.isEmpty }
  var wantsUNIX: Bool { families.contains("unix") || families.isEmpty && wantsAll }
  var wantsInternet: Bool {
    families.isEmpty || families.contains { word in ["tcp", "udp", "mptcp"].contains { word.hasPrefix($0) } }
  }
  var wantsOthers: Bool { families.isEmpty ? wantsAll : !families.isDisjoint(with: Self.others) }
  /// Whether the other sorts are not looked at because nobody has asked for them.
  var wantsOnlyUsual: Bool { families.isEmpty && !wantsAll }

  /// Whether all sorts are looked at where none is named.
  private var wantsAll: Bool { !handles.isEmpty || !processes.isEmpty }

  /// Whether it names processes whose descriptors this user may not see.
  var mayMissProcesses: Bool {
    geteuid() != 0
      && processes.contains { text in
        guard let pid = Int(text) else { return true }
        return Processes.name(pid) != nil && Processes.descriptors(pid) == nil
      }
  }

  func admits(_ socket: ListedSocket, handle: String?, _ owners: [Processes.Owner]) -> Bool {
    let endpoints = [socket.endpoints.local, socket.endpoints.peer].compactMap { $0 }
    // What is MPTCP is TCP.
    let words = [socket.family] + (socket.isMultipath ? [String(socket.family.dropFirst(2))] : [])
    return (families.isEmpty || families.contains { family in words.contains { $0.hasPrefix(family) } })
      && (ports.isEmpty || endpoints.contains { ports.contains($0.port) })
      && (states.isEmpty || states.contains { socket.state.satisfies($0) })
      && (handles.isEmpty || handle.map(handles.contains) == true)
      && (processes.isEmpty || owners.contains { processes.contains($0.name) || processes.contains("\($0.pid)") })
  }
}
