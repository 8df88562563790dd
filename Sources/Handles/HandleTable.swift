import Glibc
import SessionLanguage
import Sockets

/// The handles and variables of one session, and the kernel under them. Used on the session's thread only.
package final class HandleTable {
  package let kernel: any Kernel
  /// What the line being run may do.
  package var permissions: Permissions { didSet { touch() } }
  package var variables: [String: String] = [:]
  /// The turn of the innermost repetition, counted from 1, which `{i}` stands for; nil outside.
  package var turn: Int?

  package var slots: [Handle?] = []
  private var free: [HandleID] = []
  /// The places of all handles that there have been; `nowhere` for those of which nothing is left.
  private var byName: [String: HandleID] = [:]
  private static let nowhere: HandleID = -1
  /// The names of the handles in the first places.
  private var firstNames = [String?](repeating: nil, count: compared)
  private static let compared = 4
  package var byConnection: [ConnectionKey: HandleID] = [:]
  package var byLocal: [SocketAddress: HandleID] = [:]
  package var byInode: [UInt32: HandleID] = [:]
  /// Names promised to calls that are still waiting.
  private var reserved: Set<String> = []
  /// No name of s1, s2 … before this number is free.
  private var firstFresh = 1
  /// Whether any socket may have SO_LINGER: it was set here, or a socket came from elsewhere.
  package var mayLinger = false
  /// The files of UNIX domain sockets that this session has bound.
  package private(set) var boundFiles: [SocketFile] = []

  /// Grows whenever the words of a line may come to mean another call than before: handles came or went, or got other
  /// addresses or modes, or a file was read.
  package private(set) var epoch = 0

  package init(kernel: any Kernel, permissions: Permissions = .all) {
    self.kernel = kernel
    self.permissions = permissions
  }

  /// Notes that lines may mean something else from now on.
  package func touch() { epoch &+= 1 }

  package subscript(id: HandleID) -> Handle { slots[id]! }

  package func find(_ name: String) -> HandleID? {
    // Most sessions have few handles, and to compare a name with theirs takes less than to hash it.
    for id in firstNames.indices where firstNames[id] == name { return id }
    return byName[name].flatMap { $0 == Self.nowhere ? nil : $0 }
  }

  /// Whether there was a handle of that NAME, of which nothing is left.
  package func isGone(_ name: String) -> Bool { byName[name] == Self.nowhere }

  /// All handles in the order in which they were made.
  package var all: [HandleID] { slots.indices.filter { slots[$0] != nil } }

  package var names: [String] { all.map { self[$0].name } }
}

// MARK: - Coming and going

extension HandleTable {
  /// Whether NAME may be given to a new handle: it is free, or its handle is closed.
  package func isFree(_ name: String) -> Bool {
    guard !reserved.contains(name) else { return false }
    guard let id = find(name) else { return true }
    return !self[id].isOpen
  }

  /// The first of s1, s2 … that is free.
  package func freshName() -> String {
    while find("s\(firstFresh)") != nil || reserved.contains("s\(firstFresh)") { firstFresh += 1 }
    return "s\(firstFresh)"
  }

  /// Notes that NAME is nobody's any more.
  private func noteFree(_ name: String) {
    guard name.hasPrefix("s"), let number = Int(name.dropFirst()), number > 0 else { return }
    firstFresh = min(firstFresh, number)
  }

  /// Keeps NAME for the handle that a waiting call will make.
  package func reserve(_ name: String) { reserved.insert(name) }
  package func release(_ name: String) {
    reserved.remove(name)
    noteFree(name)
  }
  package func isReserved(_ name: String) -> Bool { reserved.contains(name) }

  /// Takes DESCRIPTOR up under NAME, opened with the FLAGS of socket(2) or accept4(2); a closed handle of that name
  /// makes room.
  package func add(_ name: String, _ kind: SocketKind, descriptor: Int32, flags: Int32 = 0) -> HandleID {
    touch()
    if !reserved.isEmpty { reserved.remove(name) }
    let handle = Handle(name: name, kind: kind, descriptor: descriptor)
    // SOCK_NONBLOCK is the same bit.
    handle.isNonblocking = flags & O_NONBLOCK != 0
    if let old = find(name) {
      detach(old)
      slots[old] = handle
      return old
    }
    let id = free.popLast() ?? slots.count
    if id == slots.count { slots.append(handle) } else { slots[id] = handle }
    if id < Self.compared { firstNames[id] = name }
    byName[name] = id
    return id
  }

  /// Marks the descriptor of HANDLE as closed, which another may have replaced in its place meanwhile.
  package func close(_ handle: Handle) {
    touch()
    handle.descriptor = -1
  }

  /// Whether HANDLE is still at its place ID.
  package func holds(_ handle: Handle, at id: HandleID) -> Bool { slots.indices.contains(id) && slots[id] === handle }

  /// Forgets a handle of which nothing is left.
  package func drop(_ id: HandleID) {
    touch()
    let name = self[id].name
    detach(id)
    if id < Self.compared { firstNames[id] = nil }
    byName[name] = Self.nowhere
    slots[id] = nil
    free.append(id)
    noteFree(name)
  }

  /// Takes a handle out of all that others know of it.
  private func detach(_ id: HandleID) {
    unlink(id)
    removeFromDuplicates(id)
  }

  /// Notes that the local address was asked for with a port of its own.
  package func noteBound(_ id: HandleID, to address: SocketAddress) {
    touch()
    for one in same(id) {
      // What is bound has no connection, and an address of its own in place of the one that it had in an earlier one.
      if self[one].kind.isTCP, self[one].endpoints.hasPeer {
        unlink(one)
        self[one].endpoints = .none
      }
      self[one].portWasChosen = address.leavesChoice
      self[one].isBound = true
    }
    if case .unix(let path) = address, address.isPath, let file = SocketFile(path) { boundFiles.append(file) }
  }

  /// Notes that the calls on a handle wait no longer, or wait again.
  package func noteNonblocking(_ id: HandleID, _ isOn: Bool) {
    touch()
    for one in same(id) { self[one].isNonblocking = isOn }
  }

  /// Notes that others may read from a handle's socket or write to it.
  package func noteShared(_ id: HandleID) {
    touch()
    let inode = kernel.inode(self[id].descriptor).map { UInt32(truncatingIfNeeded: $0) }
    for one in same(id) { (self[one].isShared, self[one].sharedInode) = (true, self[one].kind.isSocket ? inode : nil) }
  }

  /// The open handle that has DESCRIPTOR.
  package func owner(of descriptor: Int32) -> HandleID? {
    all.first { self[$0].isOpen && self[$0].descriptor == descriptor }
  }

  /// Notes that a connect found nobody: the kernel then takes back a port that it chose itself, though not one
  /// that bind asked for by number.
  package func noteUnreached(_ id: HandleID) {
    touch()
    for one in slots[id] == nil ? [] : same(id) where self[one].portWasChosen { self[one].isBound = false }
  }

  /// Notes where a connect led that goes on by itself, or that failed.
  package func noteTarget(_ id: HandleID, _ address: SocketAddress) {
    for one in slots[id] == nil ? [] : same(id) { self[one].target = address.reachable }
  }

  /// Notes that shutdown closed DIRECTIONS of a handle's socket.
  package func noteShut(_ id: HandleID, _ directions: Directions) {
    for one in same(id) { self[one].shutHere.formUnion(directions) }
  }

  /// Notes that a connect to AF_UNSPEC took the peer away.
  package func noteDisconnected(_ id: HandleID) {
    noteUnreached(id)
    for one in same(id) {
      unlink(one)
      self[one].endpoints = .none
      self[one].target = nil
      self[one].wasDisconnectedLocally = true
      self[one].shutHere = []
    }
  }
}
