import Sockets

// Looking at handles: what the kernel says of them now, and what has changed.
extension HandleTable {
  /// Looks at a handle again, and says what has changed since it was last looked at. MAYHAVEREAD is false where no call
  /// has read from it since.
  package func refresh(_ id: HandleID, mayHaveRead: Bool = true) -> Change? {
    let handle = id
    if handle.isGone { return nil }
    guard handle.isOpen else { return refreshHeld(handle) }
    if handle.isLocked { return nil }
    if mayHaveRead || handle.isShared { handle.unreadCache = nil }
    var now = kernel.observe(handle.descriptor, handle.kind, unreadCache: &handle.unreadCache)
    // An established connection has the addresses that it has.
    if now.state == .established, handle.snapshot.state == .established, handle.isConnected {
      return note(now, of: handle, isRenamed: false)
    }
    // It was over before anybody had looked at it, and getpeername(2) tells no more.
    if now.state == .closed, handle.hasConnected, !handle.endpoints.hasPeer, let target = handle.target {
      return note(now, of: handle, isRenamed: rename(id, state: .closed, peer: target))
    }
    if isOver(handle, now) {
      // The descriptor says CLOSE even though the kernel may hold the connection in TIME_WAIT: ask for that.
      if let held = kernel.orphanedState(handle.endpoints, handle.kind, last: now) {
        (now.state, now.millisecondsLeft) = (held.state, held.millisecondsLeft)
      }
      return note(now, of: handle, isRenamed: false)
    }
    let isRenamed = needsEndpoints(handle, now.state) && rename(id, state: now.state)
    if now.state == .closed, handle.endpoints.hasLocal { now.state = .bound }
    return note(now, of: handle, isRenamed: isRenamed)
  }

  /// Notes that a call that waits may have locked a handle, or has let go of it.
  package func lock(_ handle: Handle, _ isLocked: Bool) {
    handle.locks = max(0, handle.locks + (isLocked ? 1 : -1))
    if let pipe = handle.pipe { pipe.locks = max(0, pipe.locks + (isLocked ? 1 : -1)) }
  }

  /// Notes that the passage of a handle that was seen last came with a command.
  package func attribute(_ id: HandleID, to cause: Cause) { id.attribute(to: cause) }

  /// The first look at a handle that a step just made. PEER is the other end, where the call has told it.
  package func introduce(_ id: HandleID, peer: SocketAddress? = nil) -> Change {
    let handle = self[id]
    handle.begin(
      handle.isLocked
        ? Snapshot(state: .open) : kernel.observe(handle.descriptor, handle.kind, unreadCache: &handle.unreadCache))
    // A TCP socket that is neither bound nor connected has no address, but for one that was reset before it was
    // accepted.
    let mayHaveName =
      handle.kind.isSocket && (!handle.kind.isTCP || handle.isBound || handle.snapshot.state != .closed || peer != nil)
    let isRenamed = mayHaveName && rename(id, state: handle.snapshot.state, peer: peer)
    return Change(
      name: handle.name, before: nil, after: handle.snapshot, descriptor: handle.descriptor, kind: handle.kind,
      endpoints: isRenamed ? handle.endpoints : nil)
  }

  /// Only reads the addresses, where nobody watches the states: they are what the handle is found by. PEER is the other
  /// end's, where the call has told it.
  package func learnEndpoints(_ handle: Handle, peer: @autoclosure () -> SocketAddress?) {
    guard handle.isOpen, handle.kind.isSocket, !handle.endpoints.hasLocal || !handle.endpoints.hasPeer else { return }
    _ = rename(handle, state: .established, peer: peer())
  }

  /// Whether a connection is over while its descriptor is still open.
  private func isOver(_ handle: Handle, _ now: Snapshot) -> Bool {
    now.state == .closed && handle.kind.isTCP && handle.endpoints.hasPeer
  }

  /// Whether the addresses may be others than those known. A TCP socket's stay as they are while it is connected.
  private func needsEndpoints(_ handle: Handle, _ state: SocketState) -> Bool {
    if !handle.kind.isSocket || handle.isConnected && state == handle.snapshot.state { return false }
    if !handle.kind.isTCP || !handle.endpoints.hasLocal { return true }
    if !state.mayHavePeer { return state != handle.snapshot.state }
    return !handle.endpoints.hasPeer || !handle.snapshot.state.mayHavePeer
  }

  private func note(_ now: Snapshot, of handle: Handle, isRenamed: Bool) -> Change? {
    let before = handle.snapshot
    handle.see(now)
    if isRenamed {
      return Change(
        name: handle.name, before: before, after: now, descriptor: handle.descriptor, kind: handle.kind,
        endpoints: handle.endpoints)
    }
    return now.looksLike(before) ? nil : handle.change(from: before, to: now)
  }

  /// A handle as it was last seen, for a step that must be seen although it changed nothing.
  package func unchanged(_ id: HandleID) -> Change {
    let handle = self[id]
    return Change(
      name: handle.name, before: handle.snapshot, after: handle.snapshot, descriptor: handle.descriptor,
      kind: handle.kind)
  }

  private func refreshHeld(_ handle: Handle) -> Change? {
    let before = handle.snapshot
    if let remainingDuplicate = remainingDuplicate(of: handle) {
      return Change(
        name: handle.name, before: before, after: before, descriptor: -1, kind: handle.kind, endpoints: nil,
        isGone: true,
        remainingDuplicate: remainingDuplicate.name)
    }
    let held = kernel.orphanedState(handle.endpoints, handle.kind, last: before)
    // A call that waits holds the open socket, which only its return lets go of. Of a connection the kernel has told
    // already.
    if held == nil, handle.isAwaited, !handle.isConnected { return nil }
    handle.livesOn = handle.owner?.isAlive == true || othersHave(handle, held)
    let now = held ?? Snapshot(state: .closed)
    handle.see(now)
    if held != nil, now.looksLike(before) { return nil }
    return Change(
      name: handle.name, before: before, after: now, descriptor: -1, kind: handle.kind, endpoints: nil,
      isGone: held == nil,
      isShared: handle.livesOn)
  }

  /// Whether a socket whose descriptor was passed on, and which is closed here, is open elsewhere. Of one that is
  /// connected its state HELD tells that: without a descriptor it would have gone on.
  private func othersHave(_ handle: Handle, _ held: Snapshot?) -> Bool {
    guard let inode = handle.sharedInode else { return false }
    if let held { return [.established, .closeWait, .synSent].contains(held.state) }
    let isUNIX = handle.kind.domain == .unix
    return kernel.listSockets(unix: isUNIX, internet: !isUNIX).contains { $0.inode == inode }
  }
}
