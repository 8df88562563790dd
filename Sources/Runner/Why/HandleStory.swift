import Commands
import Glibc
import Handles
import Sockets
import Text

/// What there is to say of one handle: what it is in, how it came there, what it waits for, and what comes next.
struct HandleStory {
  let handle: Handle
  let observed: Observations
  /// The calls on it in the background.
  let jobs: [Job]

  /// Those that wait.
  var waiting: [Job] { jobs.filter { !$0.hasReturned } }

  var table: HandleTable { observed.table }
  var seen: Snapshot { handle.snapshot }

  var lines: [String] {
    ([("", headline)] + now + came + waits + next + suggestions).map { row in
      row.label.isEmpty ? row.text : "  " + row.label + String(repeating: " ", count: 6 - row.label.count) + row.text
    }
  }

  /// Whether something is expected of others.
  var isUnderWay: Bool {
    !waiting.isEmpty || seen.unsent > 0 || [.listen, .synSent, .synReceived, .newSynReceived].contains(seen.state)
  }

  /// In a few words, for a call that waits for several.
  var summary: [String] {
    let unread =
      seen.state == .listen
      ? "\(seen.queue)/\(seen.backlog) in its queue"
      : seen.unread > 0 ? handle.unreadText(seen.unread) : "nothing unread"
    return ["\(handle.name): \(seen.state.name)" + (tellsUnread ? ", \(unread)" : "")]
      + (counted + urgent + memberships + otherEnd).map { "\(handle.name): \($0)" }
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
    let failed = isOver ? nil : failedHandshake
    var rows: [Row] = [
      (
        "now",
        isOver
          ? ending
          : failed ?? returnedPort ?? seen.shut.meaning ?? shutHere ?? pendingEnd ?? connectedFrom ?? closedPeer
            ?? unsentSYN ?? lostSYN ?? ownDatagrams ?? seen.state.meaning(handle.kind.isTCP || isStreamAtRest)
      )
    ]
    if failed != nil, let shutHere { rows.append(("now", shutHere)) }
    if seen.state == .listen { return rows + (listening + watchers).map { ("now", $0) } }
    if failed == nil, let pendingError { rows.append(("now", pendingError)) }
    if seen.unread > 0 { rows.append(("now", countedOnly ?? handle.unreadSentence(seen.unread))) }
    rows += urgent.map { ("now", $0) }
    if let dropped { rows.append(("now", dropped)) }
    if seen.unsent > 0 { rows.append(("now", unsent)) }
    if let held { rows.append(("now", held)) }
    rows += [repeated, unansweredProbes].compactMap { $0.map { ("now", $0) } }
    return rows + (counted + watching + watchers + memberships + otherEnd + fullQueue).map { ("now", $0) }
  }

  /// What shutdown has closed, where the state does not show it: for datagrams, and for a connection that was shut
  /// down for reading, or before there was one.
  private var shutHere: String? {
    if handle.kind.domain == .unix {
      guard seen.state == .listen else { return handle.kind.type == .datagram ? consequence : nil }
      return handle.isShutForReading
        ? "it was shut down for reading: it takes no more connections into its queue; accept takes out those that wait"
        : nil
    }
    guard handle.kind.isInternet, !handle.kind.isTCP || [.established, .closed, .bound].contains(seen.state) else {
      return nil
    }
    return consequence
  }

  private var consequence: String? {
    let byOthers: Directions = seen.state == .established && observed.isShutForReading(handle) ? .receiving : []
    let lacksConnection = handle.kind.isTCP && seen.state != .established
    return handle.shutHere.union(byOthers).consequence(lacksConnection: lacksConnection).map {
      "it was shut down: " + $0
    }
  }

  /// Whether it is for connections, and has an address only.
  private var isStreamAtRest: Bool {
    seen.state == .bound && (handle.kind.type == .stream || handle.kind.type == .sequenced)
  }

  /// Of a UNIX domain datagram socket that others have connected to: the kernel calls it ESTABLISHED, too, see
  /// unix_dgram_connect in net/unix/af_unix.c.
  private var connectedFrom: String? {
    guard hasNoPeerOfItsOwn else { return nil }
    return
      "a socket has connected to it, which makes it ESTABLISHED; it has no peer itself, and takes datagrams from all"
  }

  /// Of a UNIX domain datagram socket, and of an end of a pipe: that the other end is there no more.
  private var closedPeer: String? {
    if handle.kind == .pipe { return closedPipe }
    guard handle.isOpen, handle.kind.domain == .unix, handle.kind.type == .datagram, seen.state == .established,
      case let (own, peer) = observed.inodes(of: handle), own != 0, peer == 0
    else { return nil }
    return "its peer is closed: send fails with ECONNREFUSED"
  }

  /// Of an end of a pipe: that nobody has the other one open, see pipe_poll in fs/pipe.c.
  private var closedPipe: String? {
    guard handle.isOpen, !handle.isLocked else { return nil }
    let events = observed.readyEvents(handle.descriptor, 0)
    if events & Int16(POLLERR) != 0 { return "nobody has the pipe open for reading (POLLERR): write fails with EPIPE" }
    guard events & Int16(POLLHUP) != 0 else { return nil }
    return "nobody has the pipe open for writing (POLLHUP): read returns what is still in it, and then 0"
  }

  /// That connect has only noted the address, see tcp_v4_connect in net/ipv4/tcp_ipv4.c.
  private var unsentSYN: String? {
    guard seen.state == .synSent, info("tcpi_segs_out") == 0, observed.option("TCP_FASTOPEN_CONNECT", of: handle) == 1
    else { return nil }
    return "its SYN has not gone out: it goes with the first data (TCP_FASTOPEN_CONNECT)"
  }

  /// Why no answer can come to its SYN.
  private var lostSYN: String? {
    guard seen.state == .synSent, !isInOtherNetworkNamespace, target?.isLoopback == true,
      let down = observed.downLoopback
    else { return nil }
    return "no answer to its SYN has come: \(down)"
  }

  /// Whether it is ESTABLISHED only because another socket has connected to it.
  var hasNoPeerOfItsOwn: Bool {
    handle.kind.domain == .unix && handle.kind.type == .datagram && seen.state == .established
      && !handle.endpoints.hasPeer
  }

  /// That it has lost its port.
  private var returnedPort: String? {
    guard let port = handle.returnedPort, seen.state == .closed || seen.state == .bound else { return nil }
    observed.note("this session, the port of \(handle.name)", "\(port), which bind chose, until shutdown")
    // With the port, the address is lost as well.
    let anywhere = handle.kind.domain == .ipv6 ? SocketAddress.ipv6(0, 0, port: port, scope: 0) : .ipv4(0, port: port)
    let others = otherOwner(anywhere).map {
      ", but something else still uses it: \($0.sentence); listen takes a new port"
    }
    return "it listens no more, and its port \(port), which the kernel had chosen, is given back"
      + (others ?? ": others may take it, and listen takes a new port")
  }

  /// Another socket that has its address, so that it is not free for everybody once this one is without it.
  var otherOwner: AddressOwner? { otherOwner(handle.endpoints.local) }

  private func otherOwner(_ local: SocketAddress?) -> AddressOwner? {
    guard let local, !isInOtherNetworkNamespace else { return nil }
    return AddressOwners.of(local, handle.kind, except: handle, in: observed).first {
      $0.socket.endpoints.unmapped != handle.endpoints.unmapped
    }
  }

  /// What the state alone would say too early: a FIN comes after all that is still to be sent.
  private var pendingEnd: String? {
    guard handle.kind.isTCP else { return nil }
    switch seen.state {
    case .finWait1, .closing, .lastAck:
      if seen.unsent > 0 {
        return "this end sends no more: its FIN comes after \(Plural.bytes(seen.unsent)) not acknowledged yet"
      }
      return isFINHeld ? "this end sends no more: its FIN has not left yet" : nil
    // tcp_rcv_state_process in net/ipv4/tcp_input.c.
    case .finWait2 where handle.isShutForReading:
      return "this end has sent FIN, which the other has acknowledged, and was shut down for reading, too: data that "
        + "come now are answered with RST"
    case .established where handle.peer?.snapshot.state.hasUnacknowledgedFIN == true:
      return "it may send and receive: the other end sends no more, but its FIN has not come yet"
    default: return nil
    }
  }

  private var came: [Row] {
    handle.transitions.suffix(3).map { passage in
      let cause = passage.cause.map { "when \($0.text) ran" } ?? "by itself"
      let states = passage.from.map { "\($0.name) → \(passage.to.name)" } ?? "in \(passage.to.name)"
      return ("came", "\(states) \(cause), seen \(Elapsed.since(passage.moment))")
    }
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

  private var unsent: String {
    let room = observed.option("SO_SNDBUF", of: handle).map { " (SO_SNDBUF is \($0) bytes)" } ?? ""
    // Of other kinds the kernel counts memory, until the data are received or have left.
    if !handle.kind.isTCP {
      return "\(whatTakesMemory) takes \(Plural.bytes(seen.unsent)) of memory\(room)"
    }
    return
      "\(Plural.bytes(seen.unsent)) \(Plural.is(seen.unsent)) sent or to be sent, and not acknowledged\(room)"
  }
}

extension HandleStory {
  private var whatTakesMemory: String {
    if handle.kind.domain != .unix { return "what has not left yet" }
    return handle.kind.isStream && handle.peer?.snapshot.unread == 0
      ? "what the other end has received, and the kernel frees at its next receive (after MSG_OOB),"
      : "what was sent and is not received yet"
  }

  /// What came and was lost here, which neither the sender nor recv learns.
  private var dropped: String? {
    guard handle.isOpen, handle.kind.isInternet, handle.kind.type == .datagram,
      case let count = observed.dropped(handle), count > 0
    else { return nil }
    // Others who have the socket may have given it a filter, too.
    let hasFilter = handle.optionsSet.keys.contains { $0.hasPrefix("SO_ATTACH") }
    let mayHaveFilter = handle.owner != nil || handle.sharedInode != nil
    let room = observed.option("SO_RCVBUF", of: handle).map { " (SO_RCVBUF is \($0) bytes)" } ?? ""
    let cause =
      (hasFilter ? "its filter rejected them, or " : mayHaveFilter ? "a filter rejected them, or " : "")
      + "the receive buffer was full\(room)" + (table.hasHosts ? ", or their checksum was wrong" : "")
    return "\(Plural.count(count, "datagram")) for it \(Plural.was(count)) dropped: \(cause)"
  }
}

// MARK: - Queues

extension HandleStory {
  /// Why nobody of this machine answers a SYN.
  private var fullQueue: [String] {
    guard !isInOtherNetworkNamespace, handle.kind.isTCP, let target else { return [] }
    let all = observed.asking(network(of: target)) { observed.listeners(at: target) }
    let full = all.filter(\.hasFullQueue)
    guard let first = full.first else { return all.flatMap(queueStories) }
    // A call that waits for it says so itself.
    guard waiting.isEmpty || observed.handle(of: first) == nil else { return [] }
    let listens = "\(observed.who(first)) listens on \(first.endpoints.local?.description ?? "it")"
    return ["\(listens), and \(first.droppingQueue)"]
      + full.flatMap(queueStories)
  }

  /// A listener's queue, and what did not get into it.
  private var listening: [String] {
    var lines = [
      "\(seen.queue) of at most \(Plural.count(seen.backlog + 1, "connection")) \(seen.queue == 1 ? "waits" : "wait") in its accept queue"
        + " (Linux takes one more than the backlog, \(seen.backlog))"
    ]
    lines += sharing + heldBackHere
    guard seen.queue > seen.backlog, !seen.shut.contains(.receiving) else { return lines }
    lines.append(
      handle.kind.domain == .unix
        ? "the accept queue is full: connect waits until accept takes a connection"
        : "the accept queue is full: the kernel drops what would add a connection, and clients send it again")
    // The counter is that of all listeners, so it says nothing of a listener that has room.
    if handle.kind.isTCP, let overflows = observed.counter("ListenOverflows"), overflows > 0 {
      lines.append(
        "in this network namespace, the accept queue of a listener was full \(Plural.times(overflows)) so far (TcpExtListenOverflows)"
      )
    }
    return lines
  }

  /// The other listeners among which the kernel shares out the connections to the same address.
  private var sharing: [String] {
    guard handle.kind.isTCP, handle.isOpen, let local = handle.endpoints.local, !isInOtherNetworkNamespace else {
      return sharers(of: handle)
    }
    let others = observed.listeners(at: local).filter {
      $0.endpoints.local == local && observed.handle(of: $0) != handle.name
    }
    return sharers(of: handle)
      + others.flatMap { other in
        [
          "\(observed.who(other)) listens on \(local), too (SO_REUSEPORT): each connection goes to the queue of one of them"
        ] + queueStories(other)
      }
  }
}
