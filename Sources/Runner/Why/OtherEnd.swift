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
  func stories(of owners: [Processes.Owner], _ inode: UInt32, _ what: String) -> [String] {
    owners.prefix(3).compactMap { owner in
      let story = ProcessStory(owner: owner, socket: inode, observed: observed).sentence
      return "\(owner) \(what)" + (story.map { "; " + $0 } ?? "")
    }
  }

  /// The inode of the socket of a handle that other processes may have, too; after it was closed here, as long as they do.
  private func sharedInode(of handle: Handle) -> UInt32? {
    if handle.isOpen {
      return handle.isShared ? observed.inode(of: handle.descriptor).map { UInt32(truncatingIfNeeded: $0) } : nil
    }
    return handle.livesOn ? handle.sharedInode : nil
  }

  /// Other processes that have the socket of a handle, and so may take what comes for it.
  func sharers(of handle: Handle) -> [String] {
    guard let socket = sharedInode(of: handle) else { return [] }
    return stories(of: observed.strangers(with: socket), socket, "has the socket of \(handle.name), too")
  }
}

// MARK: - UNIX domain sockets

extension HandleStory {
  private var unixEnd: [String] {
    guard handle.isOpen, seen.state == .established else { return [] }
    let (own, peer) = observed.inodes(of: handle)
    if peer == 0 { return seen.shut == [] ? unaccepted(own) : [] }
    guard let found = observed.unixSockets("socket:[\(peer)]", { $0.inode == peer }).first else { return [] }
    let owners = observed.owners(of: peer)
    guard !owners.isEmpty else { return ["the other end is \(withUnseen(found))"] }
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

  /// Who gets the datagrams that go to the peer. UDP-Lite has a table of its own, which is not looked at, and those of a
  /// group go to its members.
  private var udpEnd: [String] {
    guard let peer = handle.endpoints.peer, let local = handle.endpoints.local, handle.kind.transport != .udplite,
      !observed.isBroadcast(peer), !peer.isMulticast
    else { return [] }
    let bound = observed.asking(network(of: peer)) { receivers(at: peer, from: local) }
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
      "\(Plural.count(count, "datagram")) for \(observed.who(socket)) \(Plural.was(count)) dropped there: its receive buffer was full (SO_RCVBUF is \(socket.receiveBuffer) bytes), a filter rejected them, or their checksum was wrong"
  }
}
