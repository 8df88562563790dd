import Commands
import Sockets

/// What there is to say of one handle: what it is in, how it came there, what it waits for, and what comes next.
struct Situation {
  let id: HandleID
  let table: Table
  /// The calls that wait on it.
  let waiting: [Job]

  var handle: Handle { table[id] }
  var seen: Snapshot { handle.snapshot }

  var lines: [String] {
    ([("", headline)] + now + came + waits + next + try_).map { row in
      row.label.isEmpty ? row.text : "  " + row.label + String(repeating: " ", count: 6 - row.label.count) + row.text
    }
  }

  typealias Row = (label: String, text: String)

  private var headline: String {
    let addresses = [naming.local?.description, naming.peer.map { "→ \($0)" }].compactMap { $0 }.joined(separator: " ")
    let descriptor = handle.isOpen ? "fd \(handle.descriptor)" : "no descriptor"
    return ["\(handle.name)  \(descriptor)  \(handle.kind.word)  \(seen.state.name)", addresses].filter { !$0.isEmpty }.joined(
      separator: "  ")
  }

  private var now: [Row] {
    var rows: [Row] = [("now", isOver ? ending : seen.shut.meaning ?? pendingEnd ?? seen.state.meaning(handle.kind.isTCP))]
    if seen.state == .listen { return rows + listening.map { ("now", $0) } }
    if seen.unread > 0 {
      rows.append(("now", Count.bytes(seen.unread) + (seen.unread == 1 ? " has come and is" : " have come and are") + " unread"))
    }
    if seen.unsent > 0 { rows.append(("now", unsent)) }
    if let other { rows.append(("now", other)) }
    if let queue = fullQueue { rows.append(("now", queue)) }
    return rows
  }

  /// Whether it had a connection, and has none any more.
  private var isOver: Bool { seen.state == .closed && handle.kind.isTCP && handle.naming.peer != nil }

  /// How a connection ended that did not end with a FIN from the other end.
  var suddenEnd: String? {
    guard isOver else { return nil }
    // Later states may have been left by a FIN that was too quick to be seen.
    return handle.passages.last { $0.to == .closed }?.from == .established ? ending : nil
  }

  /// How a connection ended. Only a reset or a time that ran out takes it away while its descriptor is open, unless both
  /// ends had sent FIN.
  private var ending: String {
    let from = handle.passages.last { $0.to == .closed }?.from
    switch from {
    case .lastAck?, .closing?, .timeWait?: return "the connection is over: both ends have sent FIN"
    case .synSent?: return "no connection came about"
    default:
      let isSilent = (handle.isOpen ? table.kernel.tcpInfoBytes(handle.descriptor) : nil).flatMap {
        TCPField.named("tcpi_retransmits")?.read($0)
      }
      return isSilent ?? 0 > 0
        ? "the connection is over: the other end did not answer, and the kernel gave up" : "the connection is over: the other end sent RST"
    }
  }

  /// What the state alone would tell too early: a FIN stands behind all that is still to be sent.
  private var pendingEnd: String? {
    guard handle.kind.isTCP else { return nil }
    switch seen.state {
    case .finWait1, .closing, .lastAck:
      // On an open descriptor the FIN counts as a byte.
      let data = seen.unsent - (handle.isOpen ? 1 : 0)
      return data > 0 ? "this end sends no more: its FIN stands behind \(Count.bytes(data)) not acknowledged yet" : nil
    case .established where handle.isShutForReading: return "it was shut down for reading; it may still send"
    case .established where [.finWait1, .closing, .lastAck].contains(handle.peer.map { table[$0].snapshot.state }):
      return "it may send and receive: the other end sends no more, but its FIN has not come yet"
    default: return nil
    }
  }

  private var came: [Row] {
    handle.passages.suffix(3).map { passage in
      let cause = passage.cause.map { "when \($0.text) ran" } ?? "by itself"
      let states = passage.from.map { "\($0.name) → \(passage.to.name)" } ?? "in \(passage.to.name)"
      return ("came", "\(states) \(cause), \(Elapsed.since(passage.moment))")
    }
  }

  private var waits: [Row] {
    waiting.map { ("waits", "\($0.invocation.call.name) in job \($0.number), for \(awaited($0.invocation.call))") }
  }

  private func awaited(_ call: Call) -> String {
    let other = handle.peer.map { table[$0].name } ?? "the other end"
    if call.name.hasPrefix("accept") { return "a connection" }
    if call.name == "connect" { return "the answer of \(call.address?.description ?? "the other end")" + full(call.address) }
    return call.isSending ? "\(other) to read" : handle.naming.peer == nil ? "a datagram" : "\(other) to send or to close"
  }

  /// Whether the listener at ADDRESS has no room.
  private func full(_ address: SocketAddress?) -> String {
    guard let listener = address.flatMap({ table.bound(to: $0) }) else { return "" }
    let seen = table[listener].snapshot
    return seen.state == .listen && seen.queue > seen.backlog ? ", but \(table[listener].name)'s queue is full" : ""
  }

  /// Both addresses, also while the handshake is still going on and only the call knows the other end's.
  private var naming: Naming {
    Naming(local: handle.naming.local, peer: handle.naming.peer ?? target)
  }

  /// Where a handshake goes that is still under way.
  private var target: SocketAddress? {
    seen.state == .synSent ? waiting.lazy.compactMap(\.invocation.call.address).first ?? handle.target : nil
  }

  private var unsent: String {
    let room = table.option("SO_SNDBUF", of: id).map { " of SO_SNDBUF's \($0) bytes" }
    let amount = room.map { "\(seen.unsent)\($0)" } ?? Count.bytes(seen.unsent)
    return "\(amount) \(seen.unsent == 1 ? "is" : "are") sent or to be sent, and not acknowledged"
  }
}

// MARK: - Others

extension Situation {
  /// Why nobody of this machine answers a SYN.
  private var fullQueue: String? {
    // A call that waits for it says so itself.
    guard handle.kind.isTCP, let target, waiting.isEmpty || table.bound(to: target) == nil else { return nil }
    let listeners = Holders.of(target, handle.kind, except: id, in: table).filter { $0.socket.state == .listen }
    guard let full = listeners.first(where: { $0.socket.receive > $0.socket.send }) else { return nil }
    let queue = "\(full.socket.receive)/\(full.socket.send)"
    return "\(full.sentence), and its queue is full (\(queue)): the SYN is dropped, until accept makes room"
  }

  /// Who has the other end.
  private var other: String? {
    if let local = handle.naming.local, local == handle.naming.peer {
      return handle.kind.isTCP
        ? "the other end is itself: its SYN met its own, which is a simultaneous open"
        : "the other end is itself: what it sends comes back to it"
    }
    if let peer = handle.peer {
      let end = table[peer]
      return "the other end is \(end.name) (\(end.snapshot.state.name)"
        + (end.snapshot.unread > 0 ? ", \(Count.bytes(end.snapshot.unread)) unread)" : ")")
    }
    if let listener = handle.listener { return "the other end waits in \(table[listener].name)'s queue, and nobody has accepted it yet" }
    guard handle.kind.isTCP, let peer = handle.naming.peer, let local = handle.naming.local, seen.state != .closed, seen.state != .timeWait
    else {
      return nil
    }
    let sockets = table.kernel.machine(unix: false, internet: true).filter { $0.family.hasPrefix("tcp") }
    guard let found = sockets.first(where: { $0.naming.unmapped == Naming(local: peer.unmapped, peer: local.unmapped) }) else {
      return peer.isLoopback ? "the other end is gone: this machine has no socket for it" : nil
    }
    let owners = Processes.bySocket()
    func owner(_ socket: ListedSocket?) -> String? { socket.flatMap { owners[$0.inode]?.first }.map { "\($0)" } }
    if let owner = owner(found) { return "the other end is with \(owner), in \(found.state.name)" }
    let listener = sockets.first { $0.state == .listen && $0.naming.local.map { Holders.collide($0, peer) } == true }
    guard found.inode == 0, found.state == .established || found.state == .closeWait, listener != nil else {
      return "the other end is in \(found.state.name), with no process that can be seen"
    }
    return "the other end waits in the queue of \(owner(listener) ?? "a listener"), which has not accepted it yet"
  }

  /// A listener's queue, and what did not get into it.
  private var listening: [String] {
    var lines = ["\(seen.queue) of at most \(seen.backlog + 1) connections wait in its queue"]
    guard seen.queue > seen.backlog else { return lines }
    lines.append(
      handle.kind.domain == .unix
        ? "the queue is full: connect waits until accept takes one"
        : "the queue is full: the kernel drops what would come in, and clients send it again")
    // The counter is the machine's, so it says nothing of a listener that has room.
    if handle.kind.isTCP, let overflows = Counters.tcpExtension("ListenOverflows"), overflows > 0 {
      lines.append("\(overflows) times since the machine started some listener's queue was full (TcpExtListenOverflows)")
    }
    return lines
  }
}

// MARK: - What comes next

extension Situation {
  private var next: [Row] {
    guard handle.kind.isTCP else { return [] }
    if let timer = table.kernel.timer(naming, handle.kind), let text = text(timer) { return [("next", text)] }
    switch seen.state {
    case .established, .closeWait: return [("next", "nothing by itself: no timer runs, and TCP waits for ever")]
    case .finWait2 where handle.isOpen: return [("next", "nothing by itself until the other end closes: the descriptor is still open")]
    default: return []
    }
  }

  private func text(_ timer: RunningTimer) -> String? {
    let time = "in \(Elapsed.text(timer.milliseconds)) "
    switch timer.purpose {
    case .retransmission where seen.state == .synSent:
      return time + "the kernel sends the SYN again; it gives up after net.ipv4.tcp_syn_retries"
    case .retransmission: return time + "the kernel sends again what is not acknowledged; it gives up after net.ipv4.tcp_retries2"
    case .windowProbe: return time + "the kernel asks whether the other end has room again: its receive window is full"
    case .timeWait:
      return time
        + (seen.state == .timeWait ? "the kernel forgets it, and the port is free" : "the kernel stops waiting for the other end's FIN")
    case .keepAlive where !handle.isOpen: return time + "the kernel gives up waiting for the other end"
    case .keepAlive:
      return table.option("SO_KEEPALIVE", of: id) == 1 ? time + "the kernel asks whether the other end is alive (SO_KEEPALIVE)" : nil
    }
  }

  private var try_: [Row] { advice.map { ("try", $0) } }

  private var advice: [String] {
    let name = handle.name
    guard handle.isOpen else {
      return seen.state == .timeWait ? ["another socket can bind to the port now if SO_REUSEADDR is on for it, and was for this one"] : []
    }
    switch seen.state {
    case .listen: return seen.queue > 0 ? ["accept \(name)"] : []
    case .closeWait: return [seen.unread > 0 ? "recv \(name)" : "close \(name)"]
    case .closed where isOver: return ["close \(name) and make a new socket; or connect \(name) unspec, and then connect it again"]
    case .closed, .unconnected: return ["bind \(name) ADDRESS, or connect \(name) ADDRESS"]
    case .bound where handle.kind.type == .stream: return ["listen \(name), or connect \(name) ADDRESS"]
    case .established where seen.unread > 0, .finWait2 where seen.unread > 0: return ["recv \(name)"]
    case .timeWait: return ["close \(name)"]
    default: return []
    }
  }
}
