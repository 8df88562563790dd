import Sockets

// Looking at handles: what the kernel says of them now, and what has changed.
extension Table {
  /// Looks at a handle again, and says what has changed since it was last looked at.
  public func refresh(_ id: HandleID) -> Change? {
    guard let handle = slots[id] else { return nil }
    guard handle.isOpen else { return refreshHeld(handle) }
    var now = kernel.observe(handle.descriptor, handle.kind)
    if isOver(handle, now) {
      // The descriptor says CLOSE even though the kernel may hold the connection in TIME_WAIT: ask for that.
      if let held = kernel.held(handle.naming, handle.kind) { (now.state, now.millisecondsLeft) = (held.state, held.millisecondsLeft) }
      return note(now, of: handle, renamed: nil)
    }
    let renamed = needsNaming(handle, now.state) ? rename(id, state: now.state) : nil
    if now.state == .closed, handle.naming.local != nil { now.state = .bound }
    return note(now, of: handle, renamed: renamed)
  }

  /// The first look at a handle that a step just made.
  public func introduce(_ id: HandleID) -> Change {
    let handle = self[id]
    handle.snapshot = kernel.observe(handle.descriptor, handle.kind)
    let naming = rename(id, state: handle.snapshot.state)
    return Change(
      name: handle.name, before: nil, after: handle.snapshot, descriptor: handle.descriptor, kind: handle.kind, naming: naming)
  }

  /// Only reads the addresses, where nobody watches the states: they are what the handle is found by.
  public func learnNaming(_ id: HandleID) {
    guard let handle = slots[id], handle.isOpen, handle.naming.local == nil || handle.naming.peer == nil else { return }
    _ = rename(id, state: .established)
  }

  /// Whether a connection is over while its descriptor is still open.
  private func isOver(_ handle: Handle, _ now: Snapshot) -> Bool {
    now.state == .closed && handle.kind.isTCP && handle.naming.peer != nil
  }

  /// Whether the addresses may be others than those known. A TCP socket's stay as they are while it is connected.
  private func needsNaming(_ handle: Handle, _ state: SocketState) -> Bool {
    if handle.isConnected, state == handle.snapshot.state { return false }
    if !handle.kind.isTCP || handle.naming.local == nil { return true }
    if !state.mayHavePeer { return state != handle.snapshot.state }
    return handle.naming.peer == nil || !handle.snapshot.state.mayHavePeer
  }

  private func note(_ now: Snapshot, of handle: Handle, renamed: Naming?) -> Change? {
    let before = handle.snapshot
    handle.snapshot = now
    guard renamed != nil || !now.looksLike(before) else { return nil }
    return Change(
      name: handle.name, before: before, after: now, descriptor: handle.descriptor, kind: handle.kind, naming: renamed)
  }

  /// A handle as it was last seen, for a step that must be seen although it changed nothing.
  public func unchanged(_ id: HandleID) -> Change {
    let handle = self[id]
    return Change(name: handle.name, before: handle.snapshot, after: handle.snapshot, descriptor: handle.descriptor, kind: handle.kind)
  }

  private func refreshHeld(_ handle: Handle) -> Change? {
    let before = handle.snapshot
    let held = kernel.held(handle.naming, handle.kind)
    let now = held ?? Snapshot(state: .closed)
    handle.snapshot = now
    if held != nil, now.looksLike(before) { return nil }
    return Change(name: handle.name, before: before, after: now, descriptor: -1, kind: handle.kind, isGone: held == nil)
  }
}
