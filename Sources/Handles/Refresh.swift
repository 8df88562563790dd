import Glibc
import Sockets

// Refreshing handles: what the kernel says of them now, and what has changed.
extension HandleTable {
  /// Refreshes a handle.
  /// - Parameter mayHaveRead: Whether a call may have read from it since the last refresh.
  /// - Returns: What has changed since the last refresh; nil for nothing.
  package func refresh(_ handle: Handle, mayHaveRead: Bool = true) -> Change? {
    asking(for: handle) { refreshAsked(handle, mayHaveRead: mayHaveRead) }
  }

  private func refreshAsked(_ handle: Handle, mayHaveRead: Bool) -> Change? {
    if handle.isGone { return nil }
    guard handle.isOpen else { return refreshOrphaned(handle) }
    if handle.isLocked {
      // A duplicate at which nobody has looked yet: what state a pipe is in need not be asked.
      if handle.snapshot.state != .open { handle.begin(Snapshot(state: .open)) }
      return nil
    }
    if mayHaveRead || handle.isShared { handle.unreadCache = nil }
    if handle.kind.isUDP {
      var endpoints = handle.endpoints
      let now = kernel.observeUDP(handle.descriptor, &endpoints)
      return note(
        now, of: handle, isRenamed: endpoints !== handle.endpoints && refreshEndpoints(handle, state: now.state))
    }
    var now = kernel.observe(handle.descriptor, handle.kind, unreadCache: &handle.unreadCache)
    // The addresses of an established connection do not change.
    if now.state == .established, handle.snapshot.state == .established, handle.isConnected {
      return note(now, of: handle, isRenamed: false)
    }
    // The connection was over before the first refresh, and getpeername(2) no longer returns its peer.
    if now.state == .closed, handle.hasConnected, !handle.endpoints.hasPeer, let target = handle.target {
      return note(now, of: handle, isRenamed: refreshEndpoints(handle, state: .closed, peer: target))
    }
    if isOver(handle, now) {
      // The descriptor says CLOSE although the kernel may still have the connection in TIME_WAIT: ask for that.
      if let held = orphanedState(of: handle, last: now) {
        (now.state, now.millisecondsLeft) = (held.state, held.millisecondsLeft)
      }
      return note(now, of: handle, isRenamed: false)
    }
    let isRenamed = needsEndpoints(handle, now.state) && refreshEndpoints(handle, state: now.state)
    if now.state == .closed, handle.endpoints.hasLocal { now.state = .bound }
    return note(now, of: handle, isRenamed: isRenamed)
  }

  /// Refreshes a handle for somebody who only wants to see it. What has changed is kept until `takeUnreportedChanges`.
  /// - Returns: Whether anything has changed.
  @discardableResult
  package func look(at handle: Handle) -> Bool {
    guard let change = refresh(handle) else { return false }
    unreportedChanges.append(change)
    return true
  }

  /// Whether a look has seen a change that nobody has told yet.
  package var hasUnreportedChanges: Bool { !unreportedChanges.isEmpty }

  /// The names of the handles that a look has just found gone.
  package var goneAtLook: Set<String> { Set(unreportedChanges.filter(\.isGone).map(\.name)) }

  /// The changes that looks have seen first, each once.
  package func takeUnreportedChanges() -> [Change] {
    defer { unreportedChanges.removeAll() }
    return unreportedChanges
  }

  /// Records that a waiting call may have locked a handle, or has released it.
  package func lock(_ handle: Handle, _ isLocked: Bool) {
    handle.locks = max(0, handle.locks + (isLocked ? 1 : -1))
    if let pipe = handle.pipe { pipe.locks = max(0, pipe.locks + (isLocked ? 1 : -1)) }
  }

  /// Records that a waiting call has the open file of a handle, whose descriptor may be closed meanwhile, or has it no more.
  package func hold(_ handle: Handle, _ isHeld: Bool) { handle.holds = max(0, handle.holds + (isHeld ? 1 : -1)) }

  /// Observes a handle that a step just made for the first time.
  /// - Parameter peer: The address of the other end, if the call returned it.
  package func observeFirst(_ handle: Handle, peer: SocketAddress? = nil) -> Change {
    asking(for: handle) { observeFirstAsked(handle, peer: peer) }
  }

  private func observeFirstAsked(_ handle: Handle, peer: SocketAddress?) -> Change {
    handle.begin(
      handle.isLocked
        ? Snapshot(state: .open) : kernel.observe(handle.descriptor, handle.kind, unreadCache: &handle.unreadCache))
    // A TCP socket that is neither bound nor connected has no address, except one that was reset before it was
    // accepted.
    let mayHaveName =
      handle.kind.isSocket && (!handle.kind.isTCP || handle.isBound || handle.snapshot.state != .closed || peer != nil)
    let isRenamed = mayHaveName && refreshEndpoints(handle, state: handle.snapshot.state, peer: peer)
    // One that came from elsewhere may have been bound there.
    if handle.kind.isTCP, handle.snapshot.state == .closed, handle.endpoints.hasLocal, !handle.endpoints.hasPeer {
      handle.begin(Snapshot(state: .bound))
    }
    return Change(
      name: handle.name, before: nil, after: handle.snapshot, descriptor: handle.descriptor, kind: handle.kind,
      endpoints: isRenamed ? handle.endpoints : nil)
  }

  /// Only reads the addresses, by which the handle is found, when no report wants the states.
  /// - Parameter peer: The address of the other end, if the call returned it.
  package func readEndpoints(_ handle: Handle, peer: @autoclosure () -> SocketAddress?) {
    guard handle.isOpen, handle.kind.isSocket, !handle.endpoints.hasLocal || !handle.endpoints.hasPeer else { return }
    _ = refreshEndpoints(handle, state: .established, peer: peer())
  }

  /// Whether a connection is over while its descriptor is still open.
  private func isOver(_ handle: Handle, _ now: Snapshot) -> Bool {
    now.state == .closed && handle.kind.isTCP && handle.endpoints.hasPeer
  }

  /// Whether the addresses may have changed. Those of a TCP socket do not while it is connected.
  private func needsEndpoints(_ handle: Handle, _ state: SocketState) -> Bool {
    if !handle.kind.isSocket || handle.isConnected && state == handle.snapshot.state { return false }
    if !handle.kind.isTCP || !handle.endpoints.hasLocal { return true }
    if !state.mayHavePeer { return state != handle.snapshot.state }
    return !handle.endpoints.hasPeer || !handle.snapshot.state.mayHavePeer
  }

  private func note(_ now: Snapshot, of handle: Handle, isRenamed: Bool) -> Change? {
    let before = handle.snapshot
    handle.record(now)
    if isRenamed {
      return Change(
        name: handle.name, before: before, after: now, descriptor: handle.descriptor, kind: handle.kind,
        endpoints: handle.endpoints)
    }
    return now.looksLike(before) ? nil : handle.change(from: before, to: now)
  }

  /// A handle as it was last seen, for a step that acted on it and changed nothing.
  package func unchanged(_ handle: Handle) -> Change {
    // Of a locked pipe only the state is known.
    let seen = handle.isLocked ? Snapshot(state: handle.snapshot.state) : handle.snapshot
    if handle.isOpen { return handle.change(from: seen, to: seen) }
    return Change(name: handle.name, before: seen, after: seen, descriptor: handle.descriptor, kind: handle.kind)
  }

  private func refreshOrphaned(_ handle: Handle) -> Change? {
    let before = handle.snapshot
    if let remainingDuplicate = remainingDuplicate(of: handle) {
      return Change(
        name: handle.name, before: before, after: before, descriptor: -1, kind: handle.kind, endpoints: nil,
        isGone: true,
        remainingDuplicate: remainingDuplicate.name)
    }
    let held = orphanedState(of: handle, last: before)
    // A waiting call keeps the socket open until it returns. For a connection the kernel has already said so.
    if held == nil, handle.isAwaited, !handle.isConnected { return nil }
    handle.livesOn = ownerHas(handle) || othersHave(handle, held)
    let now = held ?? Snapshot(state: .closed)
    handle.record(now)
    if held != nil, now.looksLike(before) { return nil }
    return Change(
      name: handle.name, before: before, after: now, descriptor: -1, kind: handle.kind, endpoints: nil,
      isGone: held == nil,
      isShared: handle.livesOn)
  }

  /// Whether the process from which a handle was adopted still has its socket, as far as its descriptors can be seen.
  private func ownerHas(_ handle: Handle) -> Bool {
    guard let owner = handle.owner, owner.isAlive else { return false }
    guard let inode = handle.sharedInode, let open = Processes.descriptors(owner.pid) else { return true }
    return open.contains { Processes.socket($0.target) == inode }
  }

  /// Whether a socket whose descriptor was passed on, and which is closed here, is open elsewhere. For a connection its
  /// state `held` shows that: without a descriptor it would have changed.
  private func othersHave(_ handle: Handle, _ held: Snapshot?) -> Bool {
    if handle.kind == .pipe { return pipeEndIsOpen(handle) }
    guard let inode = handle.sharedInode else { return false }
    if let held { return [.established, .closeWait, .synSent].contains(held.state) }
    let isUNIX = handle.kind.domain == .unix
    return kernel.listSockets(unix: isUNIX, internet: !isUNIX).contains { $0.inode == inode }
  }

  /// Whether an end of a pipe, which is closed here, is open elsewhere: otherwise poll says POLLHUP or POLLERR at the other
  /// end, see pipe_poll in fs/pipe.c.
  private func pipeEndIsOpen(_ handle: Handle) -> Bool {
    guard let peer = handle.peer, peer.isOpen, !peer.isLocked else { return false }
    return kernel.readyEvents(peer.descriptor, Int16(POLLIN | POLLOUT)) & Int16(POLLHUP | POLLERR) == 0
  }
}
