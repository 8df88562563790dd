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

  private var slots: [Handle?] = []
  private var free: [Int] = []
  /// All handles that there have been; nil for those of which nothing is left.
  private var byName: [String: Handle?] = [:]
  /// The names of the handles in the first places.
  private var firstNames = [String?](repeating: nil, count: compared)
  private static let compared = 4
  var byConnection = HandleIndex<ConnectionKey>()
  var byLocal = HandleIndex<SocketAddress>()
  var byInode = HandleIndex<UInt32>()
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

  package subscript(handle: Handle) -> Handle { handle }

  package func find(_ name: String) -> Handle? {
    // Most sessions have few handles, and to compare a name with theirs takes less than to hash it.
    for place in firstNames.indices where firstNames[place] == name { return slots[place] }
    return byName[name] ?? nil
  }

  /// Whether there was a handle of that name, of which nothing is left.
  package func isGone(_ name: String) -> Bool { if case .some(.none) = byName[name] { true } else { false } }

  /// All handles in the order in which they were made.
  package var all: [Handle] { slots.compactMap(\.self) }

  package var names: [String] { all.map(\.name) }
}

// MARK: - Coming and going

extension HandleTable {
  /// Whether NAME may be given to a new handle: it is free, or its handle is closed.
  package func isFree(_ name: String) -> Bool {
    guard !reserved.contains(name) else { return false }
    return find(name)?.isOpen != true
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
  package func add(_ name: String, _ kind: SocketKind, descriptor: Int32, flags: Int32 = 0) -> Handle {
    touch()
    if !reserved.isEmpty { reserved.remove(name) }
    let handle = Handle(name: name, kind: kind, descriptor: descriptor)
    // SOCK_NONBLOCK is the same bit.
    handle.isNonblocking = flags & O_NONBLOCK != 0
    let old = find(name)
    let place = old?.place ?? free.popLast() ?? slots.count
    if let old { forget(old) }
    if place == slots.count { slots.append(handle) } else { slots[place] = handle }
    if place < Self.compared { firstNames[place] = name }
    byName[name] = handle
    handle.place = place
    return handle
  }

  /// Marks the descriptor of HANDLE as closed, which another may have replaced in its place meanwhile.
  package func close(_ handle: Handle) {
    touch()
    handle.descriptor = -1
  }

  /// Forgets a handle of which nothing is left.
  package func drop(_ handle: Handle) {
    guard let place = handle.place else { return }
    touch()
    forget(handle)
    if place < Self.compared { firstNames[place] = nil }
    byName.updateValue(nil, forKey: handle.name)
    slots[place] = nil
    free.append(place)
    noteFree(handle.name)
  }

  /// Takes a handle out of all that others know of it.
  private func forget(_ handle: Handle) {
    unlink(handle)
    removeFromDuplicates(handle)
    handle.place = nil
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
    for one in same(id) where self[one].portWasChosen { self[one].isBound = false }
  }

  /// Notes where a connect led that goes on by itself, or that failed.
  package func noteTarget(_ id: HandleID, _ address: SocketAddress) {
    for one in same(id) { self[one].target = address.reachable }
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
