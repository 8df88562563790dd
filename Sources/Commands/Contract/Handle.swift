import Glibc
import SessionLanguage
import Sockets

/// A place in the table. It is reused when its handle is gone.
public typealias HandleID = Int

/// A socket under the name that a person gave it, and what was last seen of it. Only its table changes it.
public final class Handle {
  public let name: String
  public let kind: SocketKind
  /// -1 once closed: then only the kernel still holds the socket.
  public internal(set) var descriptor: Int32
  public internal(set) var snapshot: Snapshot
  /// The changes of its state that were seen, the last ones only.
  public private(set) var passages: [Passage] = []
  public internal(set) var naming = Naming()
  /// Whether it is a TCP socket of which both addresses are known.
  var isConnected = false
  /// Whether the kernel chose the local port, so that a recording must not name its number.
  public internal(set) var portWasChosen = true
  /// Whether bind gave it the port that it has. After a refused connect the kernel still names a port that it
  /// has taken back.
  var isBound = false
  /// Whether its calls return EAGAIN in place of waiting (O_NONBLOCK).
  public internal(set) var isNonblocking = false
  /// The other end of the connection, when it is in this process too.
  public internal(set) var peer: HandleID?
  /// The listener in whose queue the other end still waits.
  public internal(set) var listener: HandleID?
  /// Handles with descriptors of their own that lead to the same open socket, see dup(2).
  public internal(set) var twins: [HandleID] = []
  /// On a listener: handles whose other ends wait in its queue.
  public internal(set) var waiting: [HandleID] = []
  /// Whether others may read from its socket or write to it: another handle, or another process.
  public internal(set) var isShared = false
  /// Calls that wait at this moment and may have locked it: splice(2) holds a pipe's lock while it waits for the other end,
  /// and whoever asks the pipe anything meanwhile waits too, deaf to all signals.
  public internal(set) var locks = 0
  /// Whether nobody may ask it anything now.
  public var isLocked: Bool { locks > 0 && kind == .pipe }
  /// The process that it was taken from, and that has it too; nil for all that this session made.
  public internal(set) var owner: Processes.Owner?
  /// A UNIX domain socket's inode, by which its other end is found.
  var inode: UInt32 = 0
  /// On an epoll instance: what it was told to watch, by descriptor.
  var watched: [Int32: String] = [:]
  /// The values that setsockopt asked for, by the options' symbols.
  var optionsSet: [String: String] = [:]

  init(name: String, kind: SocketKind, descriptor: Int32) {
    self.name = name
    self.kind = kind
    self.descriptor = descriptor
    self.snapshot = Snapshot(state: kind.isTCP ? .closed : .unconnected)
  }

  public var isOpen: Bool { descriptor >= 0 }

  /// Whether what was last seen of it, after the last call on it, tells that poll(2) would report EVENTS: a connection with
  /// bytes to read, or with none under way, and with no option that says when it is ready.
  public func isKnownReady(for events: Int16) -> Bool {
    guard kind.isTCP, snapshot.state == .established, !isShared, optionsSet.isEmpty else { return false }
    return events == Int16(POLLIN) ? snapshot.unread > 0 : events == Int16(POLLOUT) && snapshot.unsent == 0
  }

  private static let remembered = 8

  /// Takes what is seen of it NOW.
  func see(_ now: Snapshot) {
    if now.state != snapshot.state {
      if passages.count == Self.remembered { passages.removeFirst() }
      passages.append(Passage(from: snapshot.state, to: now.state, moment: monotonicNanoseconds()))
    }
    snapshot = now
  }

  func attribute(to cause: Cause) {
    if !passages.isEmpty { passages[passages.count - 1].cause = cause }
  }

  /// Whether it is an epoll instance that was told to watch nothing.
  public var watchesNothing: Bool { kind == .epoll && watched.isEmpty }
}

/// What one step did to one handle.
public final class Change: Sendable {
  public let name: String
  /// nil when the step made the handle.
  public let before: Snapshot?
  public let after: Snapshot
  /// The descriptor, -1 once closed.
  public let descriptor: Int32
  public let kind: SocketKind
  /// The addresses, when the step changed them.
  public var naming: Naming? { renamed?.naming }
  /// Most changes leave them as they are, and should not pay for the room.
  private let renamed: Renamed?
  /// Whether the step closed the descriptor.
  public let isClosing: Bool
  /// Whether nothing is left of the handle: the socket is gone, or another handle has it.
  public let isGone: Bool
  /// Whether another process has the socket too.
  public let isShared: Bool
  /// The handle that has the socket still, when this one is closed and that one is not.
  public let heir: String?
  /// Whether it is told wholly by what the kernel said of the handle before and after.
  public let isOrdinary: Bool

  public convenience init(
    name: String, before: Snapshot?, after: Snapshot, descriptor: Int32, kind: SocketKind, naming: Naming?, isClosing: Bool = false,
    isGone: Bool = false, isShared: Bool = false, heir: String? = nil
  ) {
    self.init(
      name: name, before: before, after: after, descriptor: descriptor, kind: kind, renamed: naming.map(Renamed.init), isClosing: isClosing,
      isGone: isGone, isShared: isShared, heir: heir)
  }

  public convenience init(
    name: String, before: Snapshot?, after: Snapshot, descriptor: Int32, kind: SocketKind, isClosing: Bool = false, isGone: Bool = false,
    isShared: Bool = false, heir: String? = nil
  ) {
    self.init(
      name: name, before: before, after: after, descriptor: descriptor, kind: kind, renamed: nil, isClosing: isClosing, isGone: isGone,
      isShared: isShared, heir: heir)
  }

  private init(
    name: String, before: Snapshot?, after: Snapshot, descriptor: Int32, kind: SocketKind, renamed: Renamed?, isClosing: Bool, isGone: Bool,
    isShared: Bool, heir: String?
  ) {
    self.heir = heir
    self.name = name
    self.before = before
    self.after = after
    self.descriptor = descriptor
    self.kind = kind
    self.renamed = renamed
    self.isClosing = isClosing
    self.isGone = isGone
    self.isShared = isShared
    isOrdinary = before != nil && renamed == nil && !isClosing && !isGone && !isShared && heir == nil
  }

  private final class Renamed: Sendable {
    let naming: Naming

    init(_ naming: Naming) { self.naming = naming }
  }

  /// This change as one that closed the descriptor.
  public var closing: Change {
    Change(
      name: name, before: before, after: after, descriptor: descriptor, kind: kind, naming: naming, isClosing: true, isGone: isGone,
      isShared: isShared, heir: heir)
  }

  /// This change and a later one of the same handle as one.
  public func followed(by later: Change) -> Change {
    Change(
      name: name, before: before, after: later.after, descriptor: later.descriptor, kind: kind, naming: later.naming ?? naming,
      isClosing: isClosing || later.isClosing, isGone: later.isGone, isShared: isShared || later.isShared, heir: later.heir)
  }
}
