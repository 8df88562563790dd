import Commands
import Handles
import Sockets
import Text

/// What there is to say of one handle: what it is in, how it came there, what it waits for, and what comes next.
struct HandleStory {
  let id: Handle
  let observed: Observations
  /// The calls on it in the background.
  let jobs: [Job]

  /// Those that wait.
  var waiting: [Job] { jobs.filter { !$0.hasReturned } }

  var handle: Handle { id }
  var table: HandleTable { observed.table }
  var seen: Snapshot { handle.snapshot }

  var lines: [String] {
    ([("", headline)] + now + came + waits + next + try_).map { row in
      row.label.isEmpty ? row.text : "  " + row.label + String(repeating: " ", count: 6 - row.label.count) + row.text
    }
  }

  typealias Row = (label: String, text: String)

  private var headline: String {
    let addresses = [endpoints.local?.description, endpoints.peer.map { "→ \($0)" }].compactMap { $0 }.joined(
      separator: " ")
    let descriptor = handle.isOpen ? "fd \(handle.descriptor)" : "no descriptor"
    return ["\(handle.name)  \(descriptor)  \(handle.kind.word)  \(seen.state.name)", addresses].filter { !$0.isEmpty }
      .joined(
        separator: "  ")
  }

  private var now: [Row] {
    var rows: [Row] = [
      (
        "now",
        isOver
          ? ending
          : failedHandshake ?? returnedPort ?? seen.shut.meaning ?? shutHere ?? pendingEnd
            ?? seen.state.meaning(handle.kind.isTCP)
      )
    ]
    if seen.state == .listen { return rows + listening.map { ("now", $0) } }
    if seen.unread > 0 { rows.append(("now", unread)) }
    if let dropped { rows.append(("now", dropped)) }
    if unsentData > 0 { rows.append(("now", unsent)) }
    if let held { rows.append(("now", held)) }
    rows += [repeated, unansweredProbes].compactMap { $0.map { ("now", $0) } }
    if let other { rows.append(("now", other)) }
    if let queue = fullQueue { rows.append(("now", queue)) }
    return rows
  }

  /// What shutdown has closed, where the state does not show it: for datagrams, and for a connection that was shut
  /// down for reading, or before there was one.
  private var shutHere: String? {
    guard handle.kind.isInternet, !handle.kind.isTCP || [.established, .closed, .bound].contains(seen.state) else {
      return nil
    }
    return handle.shutHere.consequence.map { "it was shut down: " + $0 }
  }

  /// That it has lost its port.
  private var returnedPort: String? {
    guard let port = handle.returnedPort, seen.state == .closed || seen.state == .bound else { return nil }
    observed.note("this session, the port of \(handle.name)", "\(port), which bind chose, until shutdown")
    return
      "it listens no more, and its port \(port), which the kernel had chosen, is given back: others may take it, and listen takes a new one"
  }

  /// What the state alone would say too early: a FIN comes after all that is still to be sent.
  private var pendingEnd: String? {
    guard handle.kind.isTCP else { return nil }
    switch seen.state {
    case .finWait1, .closing, .lastAck:
      return unsentData > 0
        ? "this end sends no more: its FIN comes after \(Plural.bytes(unsentData)) not acknowledged yet" : nil
    case .established where [.finWait1, .closing, .lastAck].contains(handle.peer.map { $0.snapshot.state }):
      return "it may send and receive: the other end sends no more, but its FIN has not come yet"
    default: return nil
    }
  }

  private var came: [Row] {
    handle.transitions.suffix(3).map { passage in
      let cause = passage.cause.map { "when \($0.text) ran" } ?? "by itself"
      let states = passage.from.map { "\($0.name) → \(passage.to.name)" } ?? "in \(passage.to.name)"
      return ("came", "\(states) \(cause), \(Elapsed.since(passage.moment))")
    }
  }

  private var waits: [Row] {
    jobs.map { job in
      let call = job.invocation.call
      if job.hasReturned {
        return ("waits", "nothing: \(call.name) of job \(job.number) has returned, see wait \(job.name)")
      }
      return ("waits", "\(call.name) in job \(job.number), for \(awaited(call))")
    }
  }

  private func awaited(_ call: Call) -> String {
    let other = handle.peer?.name ?? "the other end"
    if call.name.hasPrefix("accept") { return "a connection" }
    if call.name == "connect" {
      return "the answer of \(call.address?.description ?? "the other end")" + full(call.address)
    }
    if let awaited = awaitedBySplicing(call) { return awaited }
    return call.isSending
      ? "\(other) to read" : !handle.endpoints.hasPeer ? "a datagram" : "\(other) to send or to close"
  }

  /// Whether the listener at `address` has no room.
  private func full(_ address: SocketAddress?) -> String {
    if let address, let full = AddressOwners.fullQueue(of: address, handle.kind, in: observed) {
      return ", but " + full
    }
    guard let listener = address.flatMap({ table.bound(to: $0) }) else { return "" }
    let seen = listener.snapshot
    return seen.state == .listen && seen.queue > seen.backlog ? ", but \(listener.name)'s queue is full" : ""
  }

  /// Both addresses, also while the handshake is still going on and only the call knows the other end's.
  var endpoints: Endpoints {
    Endpoints(local: handle.endpoints.local, peer: handle.endpoints.peer ?? target)
  }

  /// Where a handshake goes that is still under way.
  private var target: SocketAddress? {
    guard seen.state == .synSent else { return nil }
    let opening = waiting.map(\.invocation.call).first { $0.name == "connect" || $0.has("MSG_FASTOPEN") }
    return opening?.address ?? handle.target
  }

  private var unread: String {
    let holdsMessages = handle.kind.type == .datagram || handle.kind.type == .sequenced || handle.kind.type == .raw
    if handle.kind.isInternet, holdsMessages { return "the next datagram has \(Plural.bytes(seen.unread))" }
    return "\(Plural.bytes(seen.unread)) \(Plural.has(seen.unread)) come and \(Plural.is(seen.unread)) unread"
  }

  private var unsent: String {
    let room = table.option("SO_SNDBUF", of: id).map { " (SO_SNDBUF is \($0) bytes)" } ?? ""
    return
      "\(Plural.bytes(unsentData)) \(Plural.is(unsentData)) sent or to be sent, and not acknowledged\(room)"
  }

  /// The bytes that are not acknowledged. On an open descriptor, the kernel counts a FIN as one more.
  private var unsentData: Int {
    let isFINCounted = handle.kind.isTCP && handle.isOpen && [.finWait1, .closing, .lastAck].contains(seen.state)
    return max(0, seen.unsent - (isFINCounted ? 1 : 0))
  }
}

extension HandleStory {
  /// What came and was lost here, which neither the sender nor recv learns.
  private var dropped: String? {
    guard handle.isOpen, handle.kind.isInternet, handle.kind.type == .datagram,
      case let count = table.kernel.dropped(handle.descriptor),
      count > 0
    else { return nil }
    let isFiltered = handle.optionsSet.keys.contains { $0.hasPrefix("SO_ATTACH") }
    let room = table.option("SO_RCVBUF", of: id).map { " (SO_RCVBUF is \($0) bytes)" } ?? ""
    let cause =
      isFiltered
      ? "its filter rejected them, or the receive buffer was full\(room)" : "the receive buffer was full\(room)"
    return "\(Plural.count(count, "datagram")) for it \(Plural.was(count)) dropped: \(cause)"
  }

  /// What keeps bytes back that have not left yet, see tcp_write_xmit in net/ipv4/tcp_output.c.
  private var held: String? {
    guard handle.kind.isTCP, seen.unsent > 0, let waiting = info("tcpi_notsent_bytes"), waiting > 0 else { return nil }
    let (underWay, segment) = (seen.unsent - waiting, info("tcpi_snd_mss") ?? 0)
    let left = "\(Plural.bytes(waiting)) of them \(Plural.has(waiting)) not left yet"
    if let window = info("tcpi_snd_wnd"), underWay + segment > window {
      return "\(left): the other end's window is \(Plural.bytes(window)) (tcpi_snd_wnd), and \(underWay) are under way"
    }
    if let most = info("tcpi_snd_cwnd"), let segments = info("tcpi_unacked"), segments >= most {
      return "\(left): the congestion window lets \(most) segments be under way (tcpi_snd_cwnd)"
    }
    return left
  }
}

// MARK: - Others

extension HandleStory {
  /// Why nobody of this machine answers a SYN.
  private var fullQueue: String? {
    guard !isInOtherNetworkNamespace else { return nil }
    // A call that waits for it says so itself.
    guard handle.kind.isTCP, let target, waiting.isEmpty || table.bound(to: target) == nil else { return nil }
    return AddressOwners.fullListener(of: target, handle, in: observed)
  }

  /// Who has the other end.
  private var other: String? {
    if isInOtherNetworkNamespace {
      return
        "it belongs to another network namespace: its other end\(handle.kind.isTCP ? " and its timers" : "") cannot be seen from here"
    }
    if let local = handle.endpoints.local, local == handle.endpoints.peer {
      return handle.kind.isTCP
        ? "the other end is itself: its SYN met its own, which is a simultaneous open"
        : "the other end is itself: what it sends comes back to it"
    }
    if let peer = handle.peer {
      let end = peer
      return "the other end is \(end.name) (\(end.snapshot.state.name)"
        + (end.snapshot.unread > 0 ? ", \(Plural.bytes(end.snapshot.unread)) unread)" : ")")
    }
    if let listener = handle.listener, seen.state != .closed, !listener.isShared {
      return "the other end waits in \(listener.name)'s queue, and nobody has accepted it yet"
    }
    guard handle.kind.isTCP, let peer = handle.endpoints.peer, let local = handle.endpoints.local,
      seen.state != .closed, seen.state != .timeWait
    else {
      return nil
    }
    let sockets = table.kernel.listSockets(unix: false, internet: true).filter { $0.family.hasPrefix("tcp") }
    guard
      let found = sockets.first(where: {
        $0.endpoints.unmapped == Endpoints(local: peer.unmapped, peer: local.unmapped)
      })
    else {
      return peer.isLoopback
        ? "no socket of this machine has the other end: it is gone, or addresses are translated on the way" : nil
    }
    let owners = Processes.bySocket()
    func owner(_ socket: ListedSocket?) -> String? { socket.flatMap { owners[$0.inode]?.first }.map { "\($0)" } }
    if let owner = owner(found) { return "the other end is with \(owner), in \(found.state.name)" }
    let listener = sockets.first {
      $0.state == .listen && $0.endpoints.local.map { AddressOwners.collide($0, peer) } == true
    }
    guard found.inode == 0, found.state == .established || found.state == .closeWait, listener != nil else {
      return "the other end is in \(found.state.name), with no process that can be seen"
    }
    let who = handle.listener?.name ?? owner(listener) ?? "a listener"
    return "the other end waits in the queue of \(who), which has not accepted it yet"
  }

  /// A listener's queue, and what did not get into it.
  private var listening: [String] {
    var lines = [
      "\(seen.queue) of at most \(Plural.count(seen.backlog + 1, "connection")) \(seen.queue == 1 ? "waits" : "wait") in its accept queue"
        + " (Linux takes one more than the backlog, \(seen.backlog))"
    ]
    guard seen.queue > seen.backlog else { return lines }
    lines.append(
      handle.kind.domain == .unix
        ? "the accept queue is full: connect waits until accept takes a connection"
        : "the accept queue is full: the kernel drops what would add a connection, and clients send it again")
    // The counter is the machine's, so it says nothing of a listener that has room.
    if handle.kind.isTCP, let overflows = Counters.tcpExtension("ListenOverflows"), overflows > 0 {
      lines.append(
        "since the machine started, the accept queue of a listener was full \(Plural.times(overflows)) (TcpExtListenOverflows)"
      )
    }
    return lines
  }
}
