import Glibc
import Isolation
import SessionLanguage
import Sockets
import Text

/// The handles and variables of one session, and its kernel. Used on the session's thread only.
package final class HandleTable {
  package let kernel: any Kernel
  /// What the line that is running may do.
  package var permissions: Permissions { didSet { touch() } }
  /// What the line that is running has needed of them, while somebody wants to know that; nil otherwise.
  package var needed: Permissions?
  /// How much its lines may take of this machine.
  package let limits: Limits
  /// The language of whoever reads what its lines show.
  package let language: Language
  /// Whether its sockets are in a network namespace of their own, where only this session and what it started is.
  package private(set) var isIsolated = false
  /// Whether `@short-timers` has set the settings of that network namespace.
  package var hasShortTimers = false
  /// The hosts of the session, each with a network namespace.
  package let hosts: HostList
  /// Whether there are any. Every step asks, so it is kept here, too.
  package internal(set) var hasHosts = false
  /// The port of sockplay's own server, which no list shows; nil while it has none.
  package var ownPort: UInt16?
  /// The fields of the cable between them; nil while there is none, and for a field that it does not have.
  package var cableField: (String) -> Value? = { _ in nil }
  /// The value of `{name}` or `{name.field}` where another process that plays the same file has a handle of that name; nil
  /// where none has. There is none itself while all roles are played here.
  package var elsewhere: ((Reference) throws(Diagnostic) -> Value?)?
  package private(set) var variables = Variables()
  /// The iteration of the innermost repetition, counted from 1: the value of `{i}`; nil outside.
  package var turn: Int?

  private var slots: [Handle?] = []
  private var free: [Int] = []
  /// All handles that there have been.
  private var byName: [String: Entry] = [:]
  /// A handle, or what is known of one that is gone: the number that its descriptor had, and why its close sent RST.
  private enum Entry {
    case handle(Handle)
    case gone(number: Int32, reset: ResetCause?)
  }
  /// By descriptor, the name of the handle that has given that number back last.
  private var formerOwners: [Int32: String] = [:]
  /// The names of the handles in the first places.
  private var firstNames = [String?](repeating: nil, count: compared)
  private static let compared = 4
  var byConnection = HandleIndex<ConnectionKey>()
  var byLocal = HandleIndex<LocalKey>()
  var byInode = HandleIndex<UInt32>()
  /// Names reserved for calls that are still waiting.
  private var reserved: Set<String> = []
  /// No name s1, s2 … with a lower number is free.
  private var firstFresh = 1
  /// Whether any socket may have SO_LINGER on: it was set here, or a socket came from elsewhere.
  package var mayLinger = false
  /// Whether urgent data may have been sent on a UNIX domain socket.
  var mayHaveUrgentData = false
  /// What `look(at:)` has seen and nobody has told yet.
  var unreportedChanges: [Change] = []
  /// How many handles are closed, and how many were left when the table last dropped some of them by itself.
  private(set) var orphans = 0
  var orphansLeft = 0
  /// The files of UNIX domain sockets that this session has bound.
  package private(set) var boundFiles: [SocketFile] = []

  /// Increases whenever the words of a line may mean another call than before: a handle came or went, or got another
  /// address or mode, or a file was read.
  package private(set) var epoch = 0

  package init(
    kernel: any Kernel, permissions: Permissions = .all, limits: Limits = Limits(), language: Language = .english
  ) {
    self.kernel = kernel
    hosts = HostList(kernel: kernel)
    self.permissions = permissions
    self.limits = limits
    self.language = language
  }

  /// Moves this process into a network namespace of its own, unless it is in one already.
  package func isolate() throws(IsolationFailure) {
    if isIsolated { return }
    if let failure = kernel.isolate() { throw failure }
    noteIsolation()
  }

  /// Moves this process into the network namespace that `process` has made for both.
  package func isolate(with process: pid_t) throws(IsolationFailure) {
    if let failure = kernel.isolate(with: process) { throw failure }
    noteIsolation()
  }

  /// Records that the process is in a network namespace of its own.
  package func noteIsolation() {
    isIsolated = true
    touch()
  }

  /// Records that lines may mean something else from now on.
  package func touch() { epoch &+= 1 }

  /// Sets a variable.
  /// - Returns: Whether there was room for it; nothing has changed otherwise.
  @discardableResult
  package func set(_ name: String, to value: String) -> Bool {
    // In braces a new one takes precedence over a handle of its name.
    if variables[name] == nil { touch() }
    return variables.set(name, to: value, within: limits.variables)
  }

  package func find(_ name: String) -> Handle? {
    // Most sessions have few handles, and comparing a name with theirs is faster than hashing it. Gains 5 % of a step
    // of a checked connection (instructions, 2026-11).
    for place in firstNames.indices where firstNames[place] == name { return slots[place] }
    if case .handle(let handle)? = byName[name] { return handle }
    return nil
  }

  /// Whether there was a handle of that name, which is gone.
  package func isGone(_ name: String) -> Bool { numberOfGone(name) != nil }

  /// The number that the descriptor of a handle had which is gone.
  package func numberOfGone(_ name: String) -> Int32? {
    if case .gone(let number, _)? = byName[name] { return number }
    return nil
  }

  /// Why the close of a handle that is gone made its kernel send RST; nil where it did not.
  package func resetCauseOfGone(_ name: String) -> ResetCause? {
    if case .gone(_, let cause)? = byName[name] { return cause }
    return nil
  }

  /// The name of the closed handle that had the descriptor `number` last.
  package func formerOwner(of number: Int32) -> String? { formerOwners[number] }

  /// All handles in the order in which they were made.
  package var all: [Handle] { slots.compactMap(\.self) }

  package var names: [String] { all.map(\.name) }
}

// MARK: - Coming and going

extension HandleTable {
  /// Whether `name` may be given to a new handle: it is free, or its handle is closed.
  package func isFree(_ name: String) -> Bool {
    guard !reserved.contains(name) else { return false }
    return find(name)?.isOpen != true
  }

  /// The first of s1, s2 … that is free.
  package func freshName() -> String {
    while find("s\(firstFresh)") != nil || reserved.contains("s\(firstFresh)") { firstFresh += 1 }
    return "s\(firstFresh)"
  }

  /// Records that `name` is free again.
  private func recordFree(_ name: String) {
    guard name.hasPrefix("s"), let number = Int(name.dropFirst()), number > 0 else { return }
    firstFresh = min(firstFresh, number)
  }

  /// Reserves `name` for the handle that a waiting call will make.
  package func reserve(_ name: String) { reserved.insert(name) }
  package func release(_ name: String) {
    reserved.remove(name)
    recordFree(name)
  }
  package func isReserved(_ name: String) -> Bool { reserved.contains(name) }

  /// Adds a handle for `descriptor`. A closed handle with the same name is dropped.
  /// - Parameter flags: The flags of socket(2) or accept4(2) with which it was opened.
  package func add(_ name: String, _ kind: SocketKind, descriptor: Int32, flags: Int32 = 0) -> Handle {
    touch()
    if !reserved.isEmpty { reserved.remove(name) }
    let handle = Handle(name: name, kind: kind, descriptor: descriptor)
    handle.network = network(of: handle)
    // SOCK_NONBLOCK is the same bit as O_NONBLOCK.
    handle.isNonblocking = flags & O_NONBLOCK != 0
    let old = find(name)
    let place = old?.place ?? free.popLast() ?? slots.count
    if let old { forget(old) }
    if place == slots.count { slots.append(handle) } else { slots[place] = handle }
    if place < Self.compared { firstNames[place] = name }
    byName[name] = .handle(handle)
    handle.place = place
    return handle
  }

  /// Marks the descriptor of `handle` as closed.
  package func close(_ handle: Handle) {
    touch()
    dropForgottenOrphans()
    if handle.isOpen {
      orphans += 1
      formerOwners[handle.descriptor] = handle.name
    }
    handle.descriptor = -1
  }

  /// Removes a handle that is gone.
  package func drop(_ handle: Handle) {
    guard let place = handle.place else { return }
    touch()
    forget(handle)
    if place < Self.compared { firstNames[place] = nil }
    byName[handle.name] = .gone(number: handle.number, reset: handle.ownResetCause.flatMap { $0.isClose ? $0 : nil })
    slots[place] = nil
    free.append(place)
    recordFree(handle.name)
  }

  /// Removes a handle from the relations of all others.
  private func forget(_ handle: Handle) {
    if !handle.isOpen { orphans -= 1 }
    unlink(handle)
    removeFromDuplicates(handle)
    handle.place = nil
  }

  /// Records that bind was called with `address`.
  package func recordBind(_ handle: Handle, to address: SocketAddress) {
    touch()
    forgetHandshake(handle)
    for one in handles(sharingSocketOf: handle) {
      // A socket that could be bound has no connection any more, and now has this address instead of that of its
      // earlier connection.
      if one.kind.isTCP, one.endpoints.hasPeer {
        unlink(one)
        one.endpoints = .none
      }
      one.portWasChosen = address.asksForAnyNumber
      one.returnedPort = nil
      one.isBound = true
    }
    if case .unix(let path) = address, address.isPath, let file = SocketFile(path) { boundFiles.append(file) }
  }

  /// Records that O_NONBLOCK was set on a handle's socket, or cleared.
  package func recordNonblocking(_ handle: Handle, _ isOn: Bool) {
    touch()
    for one in handles(sharingSocketOf: handle) { one.isNonblocking = isOn }
  }

  /// Records that others may read from a handle's socket or write to it.
  package func recordShared(_ handle: Handle) {
    touch()
    let inode = kernel.inode(handle.descriptor).map { UInt32(truncatingIfNeeded: $0) }
    for one in handles(sharingSocketOf: handle) {
      (one.isShared, one.sharedInode) = (true, one.kind.isSocket ? inode : nil)
    }
  }

  /// The open handle that has `descriptor`.
  package func owner(of descriptor: Int32) -> Handle? {
    // Without a list of them all: a message may bring hundreds.
    for case let handle? in slots where handle.isOpen && handle.descriptor == descriptor { return handle }
    return nil
  }

  /// Records that a connect reached nobody: the kernel then releases a port that it chose itself, but not one that bind
  /// asked for by number.
  package func recordUnreached(_ handle: Handle) {
    touch()
    for one in handles(sharingSocketOf: handle) where one.portWasChosen { one.isBound = false }
  }

  /// Records that a listener has been shut down: the kernel takes back a port that it chose itself, though getsockname(2)
  /// still returns its number.
  package func recordPortReturned(_ handle: Handle) {
    for one in handles(sharingSocketOf: handle) where one.portWasChosen { one.returnedPort = one.endpoints.local?.port }
    recordUnreached(handle)
  }

  /// Records that shutdown closed `directions` of a handle's socket.
  package func recordShutdown(_ handle: Handle, _ directions: Directions) {
    for one in handles(sharingSocketOf: handle) { one.shutHere.formUnion(directions) }
  }

  /// Records that `call` removed the peer.
  package func recordDisconnect(_ handle: Handle, by call: LocalDisconnect) {
    recordUnreached(handle)
    for one in handles(sharingSocketOf: handle) {
      unlink(one)
      one.endpoints = .none
      one.target = nil
      one.localDisconnect = call
      one.shutHere = []
    }
  }
}
