import SessionLanguage
import Sockets

/// The handles and variables of one session, and the kernel under them. Used on the session's thread only.
public final class Table {
  public let kernel: any Kernel
  /// What the line being run may do.
  public var permissions: Permissions { didSet { touch() } }
  public var variables: [String: String] = [:]

  var slots: [Handle?] = []
  private var free: [HandleID] = []
  private var byName: [String: HandleID] = [:]
  var byNaming: [Naming: HandleID] = [:]
  var byLocal: [SocketAddress: HandleID] = [:]
  var byInode: [UInt32: HandleID] = [:]
  /// Names of handles of which nothing is left.
  private var gone: Set<String> = []
  /// Names promised to calls that are still waiting.
  private var promised: Set<String> = []
  /// Whether any socket may have SO_LINGER: it was set here, or a socket came from elsewhere.
  public var mayLinger = false
  /// Paths that UNIX domain sockets of this session were bound to.
  public private(set) var boundPaths: [[UInt8]] = []
  /// Abstract names likewise.
  private(set) var boundNames: Set<[UInt8]> = []

  /// Grows whenever the words of a line may come to mean another call than before: handles came or went, or got other
  /// addresses or modes, or a file was read.
  public private(set) var epoch = 0

  public init(kernel: any Kernel, permissions: Permissions = .all) {
    self.kernel = kernel
    self.permissions = permissions
  }

  /// Notes that lines may mean something else from now on.
  func touch() { epoch &+= 1 }

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
    touch()
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

  /// Marks the descriptor of HANDLE as closed, which another may have replaced in its place meanwhile.
  func close(_ handle: Handle) {
    touch()
    handle.descriptor = -1
  }

  /// Whether HANDLE is still at its place ID.
  public func holds(_ handle: Handle, at id: HandleID) -> Bool { slots.indices.contains(id) && slots[id] === handle }

  /// Forgets a handle of which nothing is left.
  public func drop(_ id: HandleID) {
    touch()
    let handle = self[id]
    unlink(id)
    leaveTwins(id)
    byName[handle.name] = nil
    gone.insert(handle.name)
    slots[id] = nil
    free.append(id)
  }

  /// Notes that the local address was asked for with a port of its own.
  public func noteBound(_ id: HandleID, to address: SocketAddress) {
    touch()
    for one in same(id) {
      self[one].portWasChosen = address.leavesChoice
      self[one].isBound = true
    }
    guard case .unix(let path) = address else { return }
    if path.first == 0 { boundNames.insert(path) } else { boundPaths.append(path) }
  }

  /// Notes that the calls on a handle wait no longer, or wait again.
  func noteNonblocking(_ id: HandleID, _ isOn: Bool) {
    touch()
    for one in same(id) { self[one].isNonblocking = isOn }
  }

  /// Notes that others may read from a handle's socket or write to it.
  func noteShared(_ id: HandleID) {
    touch()
    self[id].isShared = true
  }

  /// The open handle that has DESCRIPTOR.
  public func owner(of descriptor: Int32) -> HandleID? { all.first { self[$0].isOpen && self[$0].descriptor == descriptor } }

  /// Notes that a connect found nobody: the kernel then takes back a port that it chose itself, though not one
  /// that bind asked for by number.
  func noteUnreached(_ id: HandleID) {
    touch()
    for one in slots[id] == nil ? [] : same(id) where self[one].portWasChosen { self[one].isBound = false }
  }

  /// Notes that a connect to AF_UNSPEC took the peer away.
  func noteDisconnected(_ id: HandleID) {
    noteUnreached(id)
    for one in same(id) {
      unlink(one)
      self[one].naming = Naming()
      self[one].isConnected = false
    }
  }
}
