import Sockets

// Relations between handles, found through dictionaries of addresses and inodes, never by a scan.
extension HandleTable {
  /// The handle bound to `address`, or to its wildcard, as seen from the network that the session is in.
  package func bound(to address: SocketAddress) -> Handle? { bound(to: address, from: kernel.asked) }

  func bound(to address: SocketAddress, from: Network) -> Handle? {
    let address = address.unmapped
    let network = network(having: address, from: from)
    func handle(at address: SocketAddress) -> Handle? { byLocal[LocalKey(address: address, network: network)] }
    if let found = handle(at: address.reachable) ?? handle(at: address.wildcard) { return found }
    // A dual-stack listener is found under the IPv6 wildcard.
    guard case .ipv4(_, let port) = address, let found = handle(at: .ipv6(0, 0, port: port, scope: 0)) else {
      return nil
    }
    return isForIPv6Only(found) ? nil : found
  }

  /// The handle that is named as the sender at `address`: of several on one socket the first that is open, because
  /// which of them is found changes as they are refreshed.
  package func sender(at address: SocketAddress) -> Handle? {
    bound(to: address).map { found in found.sameSocket?.handles.first(where: \.isOpen) ?? found }
  }

  /// Whether an IPv6 socket accepts no IPv4 clients (IPV6_V6ONLY).
  package func isForIPv6Only(_ handle: Handle) -> Bool {
    value(of: SocketOption.ipv6Only, on: handle)?.contains { $0 != 0 } ?? false
  }

  /// Calls `visit` with every other handle that a call on `handle`, which has just been refreshed, can change: not with
  /// duplicates of which the same has been seen, as there may be thousands. Closing a listener also resets the
  /// connections in its accept queue.
  package func related(to handle: Handle, isClosing: Bool = false, _ visit: (Handle) -> Void) {
    guard let same = handle.sameSocket?.handles else { return visitLinks(of: handle, isClosing: isClosing, visit) }
    same.forEach { if $0 !== handle, !$0.isSeenAs(handle) { visit($0) } }
    var linked: [Handle] = []
    same.forEach { one in
      for other in [one.peer, one.listener].compactMap(\.self) where !linked.contains(other) {
        linked.append(other)
        visitAll(other, visit)
      }
      if let listener = one.listener { reusers(of: listener).forEach(visit) }
      if isClosing { mayWait(in: one).forEach(visit) }
    }
  }

  /// The same for handles that a call has made, of which one message may bring hundreds of one socket: they have the same
  /// relations, and are asked for once.
  package func related(toAny made: [Handle], _ visit: (Handle) -> Void) {
    var sockets: Set<ObjectIdentifier> = []
    for handle in made {
      if let same = handle.sameSocket, !sockets.insert(ObjectIdentifier(same)).inserted { continue }
      related(to: handle, visit)
    }
  }

  private func visitLinks(of handle: Handle, isClosing: Bool, _ visit: (Handle) -> Void) {
    if let peer = handle.peer { visitAll(peer, visit) }
    if let listener = handle.listener {
      visitAll(listener, visit)
      reusers(of: listener).forEach(visit)
    }
    if isClosing { mayWait(in: handle).forEach(visit) }
  }

  /// Whether the socket of `handle` may share its address with others, among which the kernel shares out what comes.
  private func mayReusePort(_ handle: Handle) -> Bool {
    !handle.optionsSet.isEmpty && handle.optionsSet["SO_REUSEPORT"] != nil
  }

  /// The other open handles that have the local address of `handle`, too, by SO_REUSEPORT.
  private func reusers(of handle: Handle) -> [Handle] {
    guard mayReusePort(handle), let key = handle.localKey else { return [] }
    return all.filter { $0 !== handle && $0.isOpen && $0.kind.type == handle.kind.type && $0.localKey == key }
  }

  /// The handles whose other ends may wait in the accept queue of the listener `handle`. Where several share the address,
  /// the kernel does not say in whose queue one is: these are then all that are connected there and have no other end.
  package func mayWait(in handle: Handle) -> [Handle] {
    if handle.kind.domain == .unix { return handle.snapshot.state == .listen ? unacceptedUNIX(handle) : [] }
    guard mayReusePort(handle), handle.kind.isTCP, !handle.endpoints.hasPeer, let local = handle.endpoints.local else {
      return handle.waiting
    }
    return all.filter { other in
      guard other.isConnected, other.peer == nil, let peer = other.endpoints.peer, peer.port == local.port,
        network(having: peer, from: other.network) == handle.network
      else { return false }
      return local.isWildcard || peer.unmapped == local.unmapped
    }
  }

  /// The handles that are connected to the UNIX domain listener `handle` and have no other end yet.
  private func unacceptedUNIX(_ handle: Handle) -> [Handle] {
    guard let local = handle.endpoints.local else { return [] }
    return all.filter {
      $0.isOpen && $0.kind == handle.kind && $0.peer == nil && $0.endpoints.peer == local
        && $0.network == handle.network
    }
  }

  /// Visits `handle` and its duplicates.
  private func visitAll(_ handle: Handle, _ visit: (Handle) -> Void) {
    visit(handle)
    handle.sameSocket?.handles.forEach { if $0 !== handle, !$0.isSeenAs(handle) { visit($0) } }
  }

  /// All handles on the socket of `handle`, itself among them.
  package func handles(sharingSocketOf handle: Handle) -> [Handle] { handle.sameSocket?.handles.present ?? [handle] }

  /// Records that `made` refers to the same open socket as `handle`.
  package func recordDuplicate(_ made: Handle, of handle: Handle) {
    touch()
    let same = handle.sameSocket ?? Duplicates()
    if handle.sameSocket == nil {
      same.handles.append(handle)
      (handle.sameSocket, handle.isShared) = (same, true)
    }
    same.handles.append(made)
    (made.sameSocket, made.isShared) = (same, true)
    (made.isNonblocking, made.portWasChosen, made.isBound) = (
      handle.isNonblocking, handle.portWasChosen, handle.isBound
    )
    made.optionsSet = handle.optionsSet
    (made.shutHere, made.heldBack) = (handle.shutHere, handle.heldBack)
    made.pipe = handle.pipe
  }

  /// Records that `made` came from the queue of `listener`, whose options and port it has.
  package func recordAccepted(_ made: Handle, from listener: Handle) {
    if !listener.optionsSet.isEmpty { made.optionsSet = listener.optionsSet }
    made.portWasChosen = listener.portWasChosen
  }

  /// Removes `handle` from its duplicates; one that is open takes over its relations.
  package func removeFromDuplicates(_ handle: Handle) {
    guard let same = handle.sameSocket else { return }
    same.handles.remove(handle)
    handle.sameSocket = nil
    if let remaining = same.handles.first(where: \.isOpen) { link(remaining) }
  }

  /// Another handle that has the socket of `handle` still.
  func remainingDuplicate(of handle: Handle) -> Handle? {
    handle.sameSocket?.handles.first { $0 !== handle && $0.isOpen }
  }

  /// Reads the addresses again.
  /// - Parameter returned: The peer's address, if a call has returned it.
  /// - Returns: Whether they changed.
  package func refreshEndpoints(_ handle: Handle, state: SocketState, peer returned: SocketAddress? = nil) -> Bool {
    guard handle.kind.isSocket else { return false }
    let endpoints = read(handle, state, returned)
    let isNew = endpoints != handle.endpoints
    let lacksPeer = handle.kind.domain == .unix && state == .established && handle.peer == nil
    guard isNew || lacksPeer else { return false }
    touch()
    unlink(handle)
    handle.endpoints = endpoints
    link(handle)
    return isNew
  }

  /// Reads a handle's kind and addresses again: IPV6_ADDRFORM has made it an IPv4 socket.
  package func rereadKind(_ handle: Handle) {
    touch()
    for one in handles(sharingSocketOf: handle) where one.isOpen {
      one.kind = kernel.kind(one.descriptor)
      _ = refreshEndpoints(one, state: one.snapshot.state)
    }
  }

  private func read(_ handle: Handle, _ state: SocketState, _ returned: SocketAddress?) -> Endpoints {
    let isTCP = handle.kind.isTCP
    let returned = isTCP ? returned : nil
    let endpoints = kernel.endpoints(handle.descriptor, mayHavePeer: returned == nil && (!isTCP || state.mayHavePeer))
    let isUnbound = isTCP && state == .closed && !handle.isBound && returned == nil
    let hasLocal = !isUnbound && endpoints.local.map { handle.kind.isBound(to: $0) } ?? false
    let hasAll = endpoints.hasPeer || state != .established && returned == nil
    if hasLocal, hasAll { return endpoints }
    let peer =
      returned ?? endpoints.peer
      ?? (state == .established ? kernel.peerWithoutPort(handle.descriptor, handle.kind) : nil)
    return Endpoints(local: hasLocal ? endpoints.local : nil, peer: peer)
  }

  /// A socket that is closed, and still has its addresses, is not the other end of one that has connected since.
  private func link(_ handle: Handle) {
    if handle.kind.domain == .unix { linkByInode(handle) }
    guard handle.kind.hasPorts else { return }
    if let key = handle.localKey { byLocal[key] = handle }
    guard let key = ConnectionKey(handle.endpoints, in: handle.network) else { return }
    handle.connection = key
    handle.isConnected = handle.kind.isTCP
    byConnection[key] = handle
    if let other = byConnection[key.mirrored], other != handle, stillHasItsAddresses(other),
      !(handle.target != nil && other.snapshot.state == .closed)
    {
      join(handle, other)
    } else if handle.isConnected, let peer = handle.endpoints.peer,
      let listener = bound(to: peer, from: handle.network),
      listener != handle
    {
      handle.listener = listener
      listener.queued.append(handle)
    }
  }

  private func linkByInode(_ handle: Handle) {
    let (own, peer) = kernel.inodes(handle.descriptor)
    handle.inode = own
    byInode[own] = handle
    if peer != 0, let other = byInode[peer], other != handle { join(handle, other) }
  }

  /// Records that two handles are the two ends of a connection.
  package func pair(_ one: Handle, _ other: Handle) {
    join(one, other)
    let pipe = PipeState()
    for end in [one, other] { end.pipe = pipe }
  }

  private func join(_ one: Handle, _ other: Handle) {
    leaveQueue(one)
    leaveQueue(other)
    one.peer = other
    other.peer = one
  }

  private func leaveQueue(_ handle: Handle) {
    handle.listener?.queued.remove(handle)
    handle.listener = nil
  }

  package func unlink(_ handle: Handle) {
    leaveQueue(handle)
    if let peer = handle.peer, peer.peer == handle { peer.peer = nil }
    handle.peer = nil
    handle.queued.forEach { $0.listener = nil }
    handle.queued = HandleList()
    if handle.inode != 0 { byInode.remove(handle.inode, of: handle) }
    if let key = handle.connection { byConnection.remove(key, of: handle) }
    (handle.connection, handle.isConnected) = (nil, false)
    if let key = handle.localKey {
      byLocal.remove(key, of: handle)
      // Another one that has the address is found there now.
      if byLocal[key] == nil, let other = reusers(of: handle).first { byLocal[key] = other }
    }
  }
}

extension Handle {
  /// Whether what was last seen of it is what was last seen of its duplicate `other`.
  fileprivate func isSeenAs(_ other: Handle) -> Bool {
    isOpen && other.isOpen && snapshot == other.snapshot && endpoints == other.endpoints
  }

  /// The key by which it can be found by its local address alone; nil for a stream socket that has a peer.
  fileprivate var localKey: LocalKey? {
    guard kind.type == .datagram || !endpoints.hasPeer, let local = endpoints.local else { return nil }
    return LocalKey(address: local.unmapped, network: network)
  }
}
