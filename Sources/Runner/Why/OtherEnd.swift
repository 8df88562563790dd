import Glibc
import Handles
import Sockets
import Text

// Who has the other end, and what is to be seen there without that program's help.
extension HandleStory {
  var otherEnd: [String] {
    if isInOtherNetworkNamespace {
      return [
        "it belongs to another network namespace: its other end\(handle.kind.isTCP ? " and its timers" : "") cannot be seen from here"
      ]
    }
    if let local = handle.endpoints.local, local == handle.endpoints.peer {
      return [
        handle.kind.isTCP
          ? "the other end is itself: its SYN met its own, which is a simultaneous open"
          : "the other end is itself: what it sends comes back to it"
      ]
    }
    if hasNoPeerOfItsOwn {
      return handle.peer.map { ["\($0.name) is connected to it (\($0.snapshot.state.name))"] } ?? []
    }
    if let peer = handle.peer {
      let unread = peer.snapshot.unread > 0 ? ", \(peer.unreadText(peer.snapshot.unread)))" : ")"
      return ["the other end is \(peer.name) (\(peer.snapshot.state.name)" + unread] + sharers(of: peer)
    }
    if handle.kind.isTCP { return tcpEnd }
    if handle.kind.domain == .unix { return unixEnd }
    return handle.kind.isUDP ? udpEnd : []
  }

  /// What a process does that has the socket `inode`, after `what` is said of it.
  private func stories(of owners: [Processes.Owner], _ inode: UInt32, _ what: String) -> [String] {
    owners.prefix(3).compactMap { owner in
      let story = ProcessStory(owner: owner, socket: inode, observed: observed).sentence
      return "\(owner) \(what)" + (story.map { "; " + $0 } ?? "")
    }
  }

  /// Other processes that have the socket of a handle, and so may take what comes for it.
  func sharers(of handle: Handle) -> [String] {
    guard handle.isShared, handle.isOpen, let inode = observed.inode(of: handle.descriptor) else { return [] }
    let socket = UInt32(truncatingIfNeeded: inode)
    return stories(of: observed.strangers(with: socket), socket, "has the socket of \(handle.name), too")
  }
}

// MARK: - TCP

extension HandleStory {
  private var tcpEnd: [String] {
    guard let peer = handle.endpoints.peer, let local = handle.endpoints.local, seen.state != .closed,
      seen.state != .timeWait, seen.state != .synSent
    else { return [] }
    let mirrored = Endpoints(local: peer.unmapped.withoutScope, peer: local.unmapped.withoutScope)
    let found = observed.internetSockets("tcp connection \(peer) → \(local)") {
      $0.family.hasPrefix("tcp") && $0.endpoints.unmapped == mirrored
    }.first
    guard let found else {
      return peer.isLoopback
        ? ["no socket of this machine has the other end: it is gone, or addresses are translated on the way"] : []
    }
    let (unread, owners) = (found.unreadBytes, observed.owners(of: found))
    guard !owners.isEmpty else { return found.inode == 0 ? unowned(found, peer) : unseen(found) }
    let who = observed.handle(of: found) ?? owners.map(\.description).listed(by: "and")
    let has = unread > 0 ? "has \(unread) of your bytes unread" : "has nothing unread"
    return ["the other end is with \(who), in \(found.state.name)"]
      + stories(of: owners.filter { $0.pid != getpid() }, found.inode, has)
  }

  private func unseen(_ found: ListedSocket) -> [String] {
    let unread = found.unreadBytes
    return [
      "the other end is in \(found.state.name), \(withUnseen)"
        + (unread > 0 ? ", and \(unread) of your bytes are unread there" : "")
    ]
  }

  /// Where an open socket is whose process is not found.
  private var withUnseen: String {
    observed.hiddenProcess.map { "with \($0)" } ?? "with no process: it is \(Observations.withoutProcess)"
  }

  /// The other end has no descriptor: nobody has accepted it yet, or its descriptor is closed.
  private func unowned(_ found: ListedSocket, _ peer: SocketAddress) -> [String] {
    let isYoung = found.state == .established || found.state == .closeWait
    guard isYoung else {
      if let heldBack = heldBack(found, peer) { return [heldBack] }
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
  private func waits(in name: String) -> String {
    "the other end waits in \(name)'s queue, and nobody has accepted it yet"
  }

  /// How full the queue of another process's listener is, and what that process does.
  func queueStories(_ listener: ListedSocket) -> [String] {
    let queue =
      "has \(Plural.count(listener.receive, "connection")) in its queue (\(listener.receive)/\(listener.send))"
    return stories(of: observed.strangers(with: listener.inode), listener.inode, queue)
  }
}

extension SocketState {
  /// Whether a connection in it is not in an accept queue yet.
  fileprivate var isBeforeAccept: Bool { self == .synReceived || self == .newSynReceived }
}

extension ListedSocket {
  /// The bytes that its program has not read. The kernel counts a FIN as one more.
  fileprivate var unreadBytes: Int { state.hasReceivedFIN ? max(0, receive - 1) : receive }
}

// MARK: - UNIX domain sockets

extension HandleStory {
  private var unixEnd: [String] {
    guard handle.isOpen, seen.state == .established else { return [] }
    let (own, peer) = observed.inodes(of: handle)
    if peer == 0 { return seen.shut == [] ? unaccepted(own) : [] }
    guard let found = observed.unixSockets("socket:[\(peer)]", { $0.inode == peer }).first else { return [] }
    let owners = observed.owners(of: peer)
    guard !owners.isEmpty else { return ["the other end is \(withUnseen)"] }
    let who = observed.handle(of: found) ?? owners.map(\.description).listed(by: "and")
    let unread =
      found.receive == 0
      ? "has nothing unread"
      : handle.kind.type == .datagram
        ? "has unread datagrams, the next of \(Plural.bytes(found.receive))"
        : "has \(found.receive) of your bytes unread"
    return ["the other end is with \(who)"] + stories(of: owners.filter { $0.pid != getpid() }, peer, unread)
  }

  /// A connection that waits in the queue of a listener, which knows it by the inode of this end.
  private func unaccepted(_ own: UInt32) -> [String] {
    let listeners = observed.unixSockets("listeners with a queue") { $0.state == .listen && $0.receive > 0 }
    guard let listener = listeners.first(where: { observed.clients(of: $0).contains(own) }) else {
      return []
    }
    let sentence =
      observed.handle(of: listener).map { waits(in: $0) }
      ?? "the other end waits in the queue of \(observed.who(listener)), which has not accepted it yet"
    return [sentence] + queueStories(listener)
  }
}

// MARK: - UDP

extension HandleStory {
  /// The sockets that may get a datagram for `address`. The kernel prefers one that is bound to just that address, and
  /// one that is connected to the sender.
  private func receivers(at address: SocketAddress, from sender: SocketAddress) -> [ListedSocket] {
    let all = bound(to: address).filter { $0.endpoints.peer.map { $0.unmapped == sender.unmapped } ?? true }
    let exact = all.filter { $0.endpoints.local?.unmapped == address.unmapped }
    let best = exact.isEmpty ? all : exact
    let connected = best.filter { $0.endpoints.peer != nil }
    return connected.isEmpty ? best : connected
  }

  /// The sockets that have `address`, whoever may send to them.
  /// - Parameter isForIPv6Only: Whether `address` is that of a socket which leaves IPv4 to others.
  func bound(to address: SocketAddress, isForIPv6Only: Bool = false) -> [ListedSocket] {
    observed.internetSockets("udp sockets at \(address)") { socket in
      socket.family.hasPrefix("udp")
        && socket.endpoints.local.map {
          AddressOwners.collide($0, address, isForIPv6Only: socket.isForIPv6Only == true, isForIPv6Only)
        } == true
    }
  }

  /// Why what is sent to the peer is refused.
  private func refusal(at peer: SocketAddress) -> String {
    let back = "what is sent there comes back as ECONNREFUSED, to the next call"
    guard let other = bound(to: peer).first, let its = other.endpoints.peer else {
      return "nobody is bound to \(peer): \(back)"
    }
    return "\(observed.who(other)) is bound to \(peer), but connected to \(its): \(back)"
  }

  /// Who gets the datagrams that go to the peer. UDP-Lite has a table of its own, which is not looked at.
  private var udpEnd: [String] {
    guard let peer = handle.endpoints.peer, let local = handle.endpoints.local, handle.kind.transport != .udplite,
      !observed.isBroadcast(peer)
    else { return [] }
    let bound = receivers(at: peer, from: local)
    guard !bound.isEmpty else { return peer.isLoopback ? [refusal(at: peer)] : [] }
    let names = bound.map { observed.who($0) }
    // One socket may be that of several processes.
    let isOne = bound.count == 1 && observed.strangers(with: bound[0].inode).count < 2
    let all = "\(names.listed(by: "and")) \(isOne ? "is" : "are")"
    return ["\(all) bound to its peer's address, \(peer)"]
      + bound.flatMap { socket in
        stories(
          of: observed.strangers(with: socket.inode), socket.inode,
          socket.receive > 0
            ? "has unread datagrams (they take \(Plural.bytes(socket.receive)) of memory)" : "has nothing unread")
      } + bound.filter { $0.dropped > 0 }.map(lostThere)
  }

  /// What the kernel threw away at a receiver, which the sender does not learn. It counts all causes together.
  private func lostThere(_ socket: ListedSocket) -> String {
    let count = socket.dropped
    return
      "\(Plural.count(count, "datagram")) for \(observed.who(socket)) \(Plural.was(count)) dropped there: its receive buffer was full, a filter rejected them, or their checksum was wrong"
  }
}
