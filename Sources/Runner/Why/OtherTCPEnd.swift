import Glibc
import Handles
import Sockets
import Text

// Who has the other end of a TCP connection, and what is to be seen there.
extension HandleStory {
  var tcpEnd: [String] {
    guard let peer = handle.endpoints.peer, let local = handle.endpoints.local, seen.state != .closed,
      seen.state != .timeWait, seen.state != .synSent
    else { return [] }
    return observed.asking(network(of: peer)) { tcpEnd(local, peer) }
  }

  /// The network in which the socket with the address of the other end is: that of another host, or its own.
  func network(of peer: SocketAddress) -> Network { table.network(having: peer, from: handle.network) }

  private func tcpEnd(_ local: SocketAddress, _ peer: SocketAddress) -> [String] {
    let mirrored = Endpoints(local: peer.unmapped.withoutScope, peer: local.unmapped.withoutScope)
    let found = observed.internetSockets("tcp connection \(peer) → \(local)") {
      $0.family.hasPrefix("tcp") && $0.endpoints.unmapped == mirrored
    }.first
    guard let found else {
      return peer.isLoopback ? [missing(peer)] : []
    }
    let owners = observed.owners(of: found)
    guard !owners.isEmpty else { return found.inode == 0 ? unowned(found, peer) : unseen(found) }
    let who = observed.handle(of: found) ?? owners.map(\.description).listed(by: "and")
    return ["the other end is with \(who), in \(found.state.name)\(shutThere(found))"]
      + stories(of: owners.filter { $0.pid != getpid() }, found.inode, queues(of: found))
  }

  /// What the other end has not read, and what it has for this one.
  private func queues(of found: ListedSocket) -> String {
    let (unread, unsent) = (found.unreadBytes, found.state.maySend ? found.send : 0)
    let buffer = info("tcpi_snd_wnd") == 0 ? " (SO_RCVBUF is \(found.receiveBuffer) bytes there)" : ""
    return (unread > 0 ? "has \(unread) of your bytes unread\(buffer)" : "has nothing unread")
      + (unsent > 0 ? "; \(Plural.bytes(unsent)) for this end are sent or to be sent, and not acknowledged" : "")
  }

  /// That its program has shut it down for reading, which no segment tells.
  private func shutThere(_ found: ListedSocket) -> String {
    guard found.shut.contains(.receiving), !found.state.hasReceivedFIN else { return "" }
    return "; it was shut down for reading: recv there returns 0 once nothing is unread"
  }

  /// What there is to say where nothing has the other end.
  private func missing(_ peer: SocketAddress) -> String {
    let causes = (unfinished(peer).map { "\($0), " } ?? "") + "it is gone, or addresses are translated on the way"
    return "no socket of this machine has the other end: \(causes)"
  }

  /// That the other end may not be there yet: a listener keeps nothing of a handshake that it has answered with a SYN
  /// cookie, and drops the ACK that ends it while its queue is full. See tcp_conn_request and cookie_v4_check.
  private func unfinished(_ peer: SocketAddress) -> String? {
    let isAccepted = handle.target == nil && handle.owner == nil && handle.sharedInode == nil
    guard !isAccepted, seen.state == .established || seen.state == .finWait1, acknowledged <= 0,
      info("tcpi_bytes_received") ?? 0 == 0
    else { return nil }
    let names = observed.listeners(at: peer).map { observed.who($0) }
    let who = names.isEmpty ? "its listener" : names.listed(by: "or")
    return "\(who) has not finished the handshake (the ACK of this end is dropped while the accept queue is full)"
  }

  private func unseen(_ found: ListedSocket) -> [String] {
    let unread = found.unreadBytes
    return [
      "the other end is in \(found.state.name), \(withUnseen(found))"
        + (unread > 0 ? ", and \(unread) of your bytes are unread there" : "")
    ]
  }

  /// Where an open socket is whose process is not found.
  func withUnseen(_ found: ListedSocket) -> String {
    observed.hiddenProcess(of: found).map { "with \($0)" }
      ?? "with no process: it is \(Observations.withoutProcess(mayLinger: handle.kind.isTCP))"
  }

  /// The other end has no descriptor: nobody has accepted it yet, or its descriptor is closed.
  private func unowned(_ found: ListedSocket, _ peer: SocketAddress) -> [String] {
    let isYoung = found.state == .established || found.state == .closeWait
    guard isYoung else {
      if let heldBack = heldBack(found, peer) ?? undone(found, peer) { return [heldBack] }
      return ["the other end is in \(found.state.name), with no process that can be seen"]
    }
    let all = observed.listeners(at: peer)
    let queues = all.filter { $0.receive > 0 }
    guard !queues.isEmpty else {
      return ["the other end is in \(found.state.name), with no process that can be seen"]
    }
    let unread = found.unreadBytes > 0 ? "; \(found.unreadBytes) of your bytes wait there with it" : ""
    return [waitsIn(queues, among: all, peer) + unread] + queues.flatMap(queueStories)
  }

  /// That a listener of this session holds the other end back, whose handshake is over for this end.
  private func heldBack(_ found: ListedSocket, _ peer: SocketAddress) -> String? {
    let listeners = observed.listeners(at: peer)
    guard found.state.isBeforeAccept, seen.state == .established, listeners.count == 1,
      let listener = observed.handle(of: listeners[0]).flatMap(table.find),
      observed.option("TCP_DEFER_ACCEPT", of: listener) ?? 0 > 0
    else { return nil }
    let full = listeners[0].receive > listeners[0].send ? ", or until its accept queue has room" : ""
    return
      "the other end is in \(found.state.name): \(listener.name) holds it back until data come (TCP_DEFER_ACCEPT)\(full)"
  }

  /// That a handshake is over for this end alone.
  private func undone(_ found: ListedSocket, _ peer: SocketAddress) -> String? {
    guard found.state.isBeforeAccept else { return nil }
    let listeners = observed.listeners(at: peer)
    let full = listeners.filter(\.hasFullQueue).map { "\(observed.who($0)), and \($0.fullQueue)" }
    let sentence = "the other end is in \(found.state.name): its handshake is not finished"
    if !full.isEmpty { return "\(sentence); it is for \(full.listed(by: "or"))" }
    guard seen.state == .established, !listeners.isEmpty else { return sentence }
    let names = listeners.map { observed.who($0) }.listed(by: "or")
    return
      "\(sentence); it is for \(names), whose queue has room: the ACK of this end has not arrived, or the connection is held back until data come (TCP_DEFER_ACCEPT)"
  }

  /// Of a listener: what TCP_DEFER_ACCEPT keeps out of its queue.
  var heldBackHere: [String] {
    guard handle.kind.isTCP, let local = handle.endpoints.local, !isInOtherNetworkNamespace,
      observed.option("TCP_DEFER_ACCEPT", of: handle) ?? 0 > 0
    else { return [] }
    let count = observed.internetSockets("tcp handshakes at \(local)") { socket in
      socket.state.isBeforeAccept && socket.family.hasPrefix("tcp")
        && socket.endpoints.local.map { AddressOwners.collide(local, $0, isForIPv6Only: false) } == true
    }.count
    guard count > 0 else { return [] }
    return [
      "\(Plural.count(count, "handshake")) \(Plural.is(count)) in SYN_RECV here: TCP_DEFER_ACCEPT holds back those that have brought no data"
    ]
  }

  /// In which queue a connection waits that nobody has accepted. The kernel does not say which; but one that is empty
  /// has it not.
  private func waitsIn(_ queues: [ListedSocket], among all: [ListedSocket], _ peer: SocketAddress) -> String {
    let names = queues.map { observed.who($0) }
    let shares = all.count > 1 ? " \(queues.count > 1 ? "share" : "shares") \(peer) by SO_REUSEPORT and" : ""
    if queues.count > 1 {
      return "the other end waits in the queue of \(names.listed(by: "or")), which\(shares) have not accepted it yet"
    }
    if observed.handle(of: queues[0]) != nil, shares.isEmpty {
      return waits(in: names[0])
    }
    return "the other end waits in the queue of \(names[0]), which\(shares) has not accepted it yet"
  }

  /// That the other end waits in the queue of the handle `name`.
  func waits(in name: String) -> String {
    "the other end waits in \(name)'s queue, and nobody has accepted it yet"
  }

  /// How full the queue of another process's listener is, and what that process does.
  func queueStories(_ listener: ListedSocket) -> [String] {
    let queue =
      "has \(Plural.count(listener.receive, "connection")) in its queue (\(listener.receive)/\(listener.send))"
    let owners = observed.strangers(with: listener.inode)
    return stories(of: owners, listener.inode, queue) + owners.prefix(3).compactMap(outOfDescriptors)
  }

  /// That a process can open nothing more.
  private func outOfDescriptors(_ owner: Processes.Owner) -> String? {
    observed.reachedDescriptorLimit(of: owner).map {
      "\(owner) has no descriptor left: all \($0) that RLIMIT_NOFILE allows are open, so accept fails there with EMFILE"
    }
  }
}

extension SocketState {
  /// Whether a connection in it is not in an accept queue yet.
  fileprivate var isBeforeAccept: Bool { self == .synReceived || self == .newSynReceived }

  /// Whether data may be under way from it: elsewhere the kernel's count has a FIN, too.
  fileprivate var maySend: Bool { self == .established || self == .closeWait }
}

extension ListedSocket {
  /// The bytes that its program has not read. The kernel counts a FIN as one more.
  fileprivate var unreadBytes: Int { state.hasReceivedFIN ? max(0, receive - 1) : receive }
}
