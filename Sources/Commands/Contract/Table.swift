import SessionLanguage
import Sockets

/// The handles and variables of one session, and the kernel under them. Used on the session's thread only.
public final class Table {
  public let kernel: any Kernel
  /// What the line being run may do.
  public var permissions: Permissions
  public var variables: [String: String] = [:]

  private var slots: [Handle?] = []
  private var free: [HandleID] = []
  private var byName: [String: HandleID] = [:]
  private var byNaming: [Naming: HandleID] = [:]
  private var byLocal: [SocketAddress: HandleID] = [:]
  private var byInode: [UInt32: HandleID] = [:]
  /// Names of handles of which nothing is left.
  private var gone: Set<String> = []
  /// Names promised to calls that are still waiting.
  private var promised: Set<String> = []
  /// Paths that UNIX domain sockets of this session were bound to.
  public private(set) var boundPaths: [[UInt8]] = []
  /// Abstract names likewise.
  private(set) var boundNames: Set<[UInt8]> = []

  public init(kernel: any Kernel, permissions: Permissions = .all) {
    self.kernel = kernel
    self.permissions = permissions
  }

  public subscript(id: HandleID) -> Handle { slots[id]! }

  public func find(_ name: String) -> HandleID? { byName[name] }

  /// Whether there was a handle of that NAME, of which nothing is left.
  public func isGone(_ name: String) -> Bool { gone.contains(name) }

  /// All handles in the order in which they were made.
  public var all: [HandleID] { slots.indices.filter { slots[$0] != nil } }

  public var names: [String] { all.map { self[$0].name } }
}

// MARK: - Coming and going

extension Table {
  /// Whether NAME may be given to a new handle: it is free, or its handle is closed.
  public func isFree(_ name: String) -> Bool {
    guard !promised.contains(name) else { return false }
    guard let id = byName[name] else { return true }
    return !self[id].isOpen
  }

  /// The first of s1, s2 … that is free.
  public func freshName() -> String {
    var number = 1
    while byName["s\(number)"] != nil || promised.contains("s\(number)") { number += 1 }
    return "s\(number)"
  }

  /// Keeps NAME for the handle that a waiting call will make.
  public func promise(_ name: String) { promised.insert(name) }
  public func release(_ name: String) { promised.remove(name) }
  func isPromised(_ name: String) -> Bool { promised.contains(name) }

  /// Takes DESCRIPTOR up under NAME; a closed handle of that name makes room.
  public func add(_ name: String, _ kind: SocketKind, descriptor: Int32) -> HandleID {
    promised.remove(name)
    if let old = byName[name] { drop(old) }
    gone.remove(name)
    let handle = Handle(name: name, kind: kind, descriptor: descriptor)
    let id: HandleID
    if let slot = free.popLast() {
      id = slot
      slots[id] = handle
    } else {
      id = slots.count
      slots.append(handle)
    }
    byName[name] = id
    return id
  }

  /// Marks a handle's descriptor as closed.
  public func close(_ id: HandleID) { slots[id]!.descriptor = -1 }

  /// Forgets a handle of which nothing is left.
  public func drop(_ id: HandleID) {
    let handle = self[id]
    unlink(id)
    byName[handle.name] = nil
    gone.insert(handle.name)
    slots[id] = nil
    free.append(id)
  }

  /// Notes that the local address was asked for with a port of its own.
  public func noteBound(_ id: HandleID, to address: SocketAddress) {
    self[id].portWasChosen = address.port == 0
    self[id].isBound = true
    guard case .unix(let path) = address else { return }
    if path.first == 0 { boundNames.insert(path) } else { boundPaths.append(path) }
  }

  /// Notes that the calls on a handle wait no longer, or wait again.
  func noteNonblocking(_ id: HandleID, _ isOn: Bool) { self[id].isNonblocking = isOn }

  /// Notes that a connect found nobody: the kernel then takes back a port that it chose itself, though not one
  /// that bind asked for by number.
  func noteUnreached(_ id: HandleID) {
    if let handle = slots[id], handle.portWasChosen { handle.isBound = false }
  }
}

// MARK: - Who belongs to whom

extension Table {
  /// The handle bound to ADDRESS, or to its wildcard.
  public func bound(to address: SocketAddress) -> HandleID? {
    let address = address.unmapped
    if let id = byLocal[address.reachable] ?? byLocal[address] ?? byLocal[address.wildcard] { return id }
    // A dual-stack listener stands under the IPv6 wildcard.
    guard case .ipv4(_, let port) = address else { return nil }
    return byLocal[.ipv6(0, 0, port: port, scope: 0)]
  }

  /// Calls VISIT with every handle that a call on ID can change besides ID itself; closing a listener also resets
  /// whoever waits in its queue.
  public func related(to id: HandleID, isClosing: Bool = false, _ visit: (HandleID) -> Void) {
    guard let handle = slots[id] else { return }
    if let peer = handle.peer { visit(peer) }
    if let listener = handle.listener { visit(listener) }
    if isClosing { for client in handle.waiting { visit(client) } }
  }

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

  /// Reads the addresses again. Returns them when they changed.
  private func rename(_ id: HandleID, state: SocketState) -> Naming? {
    let handle = self[id]
    let before = handle.naming
    var naming = kernel.naming(handle.descriptor, mayHavePeer: state.mayHavePeer || !handle.kind.isTCP)
    if let local = naming.local, local.isUnnamed || (handle.kind.domain != .unix && local.port == 0) { naming.local = nil }
    if handle.kind.isTCP, state == .closed, !handle.isBound { naming.local = nil }
    let lacksPeer = handle.kind.domain == .unix && state == .established && handle.peer == nil
    guard naming != before || lacksPeer else { return nil }
    unlink(id)
    handle.naming = naming
    handle.isConnected = handle.kind.isTCP && naming.local != nil && naming.peer != nil
    link(id, state: state)
    return naming == before ? nil : naming
  }

  private func link(_ id: HandleID, state: SocketState) {
    let handle = self[id]
    if handle.kind.domain == .unix { linkByInode(id) }
    guard let local = handle.naming.local?.unmapped else { return }
    if handle.naming.peer == nil {
      byLocal[local] = id
      return
    }
    if handle.kind.type == .datagram { byLocal[local] = id }
    guard handle.kind.domain != .unix else { return }
    let naming = handle.naming.unmapped
    byNaming[naming] = id
    if let other = byNaming[naming.mirrored], other != id {
      join(id, other)
    } else if handle.kind.isTCP, let peer = naming.peer, let listener = bound(to: peer), listener != id {
      slots[id]!.listener = listener
      slots[listener]!.waiting.append(id)
    }
  }

  private func linkByInode(_ id: HandleID) {
    let (own, peer) = kernel.inodes(self[id].descriptor)
    slots[id]!.inode = own
    byInode[own] = id
    if peer != 0, let other = byInode[peer], other != id { join(id, other) }
  }

  private func join(_ one: HandleID, _ other: HandleID) {
    leaveQueue(one)
    leaveQueue(other)
    slots[one]!.peer = other
    slots[other]!.peer = one
  }

  private func leaveQueue(_ id: HandleID) {
    guard let listener = self[id].listener else { return }
    slots[id]!.listener = nil
    slots[listener]?.waiting.removeAll { $0 == id }
  }

  private func unlink(_ id: HandleID) {
    let handle = self[id]
    leaveQueue(id)
    if let peer = handle.peer, slots[peer]?.peer == id { slots[peer]!.peer = nil }
    slots[id]!.peer = nil
    for client in handle.waiting { slots[client]?.listener = nil }
    slots[id]!.waiting = []
    if let local = handle.naming.local?.unmapped, byLocal[local] == id { byLocal[local] = nil }
    let naming = handle.naming.unmapped
    if byNaming[naming] == id { byNaming[naming] = nil }
    if byInode[handle.inode] == id { byInode[handle.inode] = nil }
  }
}
