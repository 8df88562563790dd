import Glibc
import SessionLanguage
import Sockets

/// How commands and calls refer to a handle: by the handle itself, which stays what it is also when it is gone.
package typealias HandleID = Handle

/// A socket under the name that a person gave it, and what was last seen of it. Only its table changes it.
package final class Handle {
  package let name: String
  /// Its place in the table; nil once nothing is left of it, or another has its name.
  package internal(set) var place: Int?
  /// Whether its table has forgotten it. Whoever still has it then finds nobody through it, and nobody finds it.
  package var isGone: Bool { place == nil }
  /// Only IPV6_ADDRFORM changes it.
  package internal(set) var kind: SocketKind
  /// -1 once closed: then only the kernel still holds the socket.
  package internal(set) var descriptor: Int32
  package internal(set) var snapshot: Snapshot
  /// What was last counted of a TCP connection, while nobody has read from it since.
  package var unreadCache: UnreadCache?
  /// The changes of its state that were seen, the last ones only.
  package private(set) var transitions: [StateTransition] = []
  package internal(set) var endpoints = Endpoints.none
  /// Both addresses as its table has them; nil while it is not found by them.
  package var connection: ConnectionKey?
  /// Where its last handshake went; getpeername tells only of one that is done.
  package internal(set) var target: SocketAddress?
  /// Whether it is a TCP socket of which both addresses are known.
  package var isConnected = false
  /// Whether the kernel chose the local port, so that a recording must not name its number.
  package internal(set) var portWasChosen = true
  /// Whether bind gave it the port that it has. After a refused connect the kernel still names a port that it
  /// has taken back.
  package var isBound = false
  /// Which directions shutdown(2) closed here. Behind a closed receiving side an end of file is no news of the other
  /// end.
  package internal(set) var shutHere: Directions = []
  package var isShutForReading: Bool { shutHere.contains(.receiving) }
  /// Whether a connect succeeded, so that it had a connection, be it only for a moment.
  package internal(set) var hasConnected = false
  /// The errno that told how its connection ended, where a call or SO_ERROR has reported it.
  package internal(set) var end: Errno?
  /// Why the other end sent RST, where that was a handle of this session.
  package internal(set) var resetCause: ResetCause?
  /// Whether a connect to AF_UNSPEC gave its connection up, which the kernel tells the next call as ECONNRESET.
  package internal(set) var wasDisconnectedLocally = false
  /// Whether its calls return EAGAIN in place of waiting (O_NONBLOCK).
  package internal(set) var isNonblocking = false
  /// The other end of the connection, when it is in this process too.
  @Related package internal(set) var peer: Handle?
  /// The listener in whose queue the other end still waits.
  @Related package internal(set) var listener: Handle?
  /// All handles on its socket, itself among them; nil while there is no other.
  var sameSocket: Duplicates?
  /// On a listener: handles whose other ends wait in its queue.
  var queued = HandleList()
  /// Whether others may read from its socket or write to it: another handle, or another process.
  package internal(set) var isShared = false
  /// Calls that wait on it at this moment. They may have locked it: splice(2) holds a pipe's lock while it waits for
  /// the other end, and whoever asks the pipe anything meanwhile waits too, deaf to all signals.
  package internal(set) var locks = 0
  /// Whether a call waits on it.
  package var isAwaited: Bool { locks > 0 }
  /// Whether nobody may ask it anything now.
  package var isLocked: Bool { kind == .pipe && (pipe?.locks ?? locks) > 0 }
  /// The pipe that it is an end of, when this session made it.
  package var pipe: PipeState?
  /// The process that it was taken from, and that has it too; nil for all that this session made.
  package internal(set) var owner: Processes.Owner?
  /// The inode of a socket whose descriptor went out in a message, or came in one: others may have it still when it is
  /// closed here.
  package var sharedInode: UInt32?
  /// Whether the kernel still had it for others when it was last looked for, after it was closed here.
  package var livesOn = false
  /// A UNIX domain socket's inode, by which its other end is found.
  package var inode: UInt32 = 0
  /// On an epoll instance: what it was told to watch, by descriptor.
  package var watched: [Int32: String] = [:]
  /// The values that setsockopt asked for, by the options' symbols.
  package var optionsSet: [String: String] = [:]

  package init(name: String, kind: SocketKind, descriptor: Int32) {
    self.name = name
    self.kind = kind
    self.descriptor = descriptor
    self.snapshot = Snapshot(state: kind.isTCP ? .closed : .unconnected)
  }

  package var isOpen: Bool { descriptor >= 0 }

  /// Handles with descriptors of their own that lead to the same open socket, see dup(2).
  package var duplicates: [Handle] { sameSocket?.handles.present.filter { $0 !== self } ?? [] }
  /// On a listener: handles whose other ends wait in its queue.
  package var waiting: [Handle] { queued.present }

  /// Whether what was last seen of it, after the last call on it, tells that poll(2) would report EVENTS: a connection
  /// with bytes to read, or with none under way, or a listener with a connection in its queue, and with no option that
  /// says when it is ready.
  package func isKnownReady(for events: Int16) -> Bool {
    guard kind.isTCP, !isShared, optionsSet.isEmpty else { return false }
    switch snapshot.state {
    case .established:
      return events == Int16(POLLIN) ? snapshot.unread > 0 : events == Int16(POLLOUT) && snapshot.unsent == 0
    case .listen: return events == Int16(POLLIN) && snapshot.queue > 0
    default: return false
    }
  }

  /// How many of its last passages, and of its last changes, it remembers.
  private static let remembered = 8

  /// Takes what is seen of it at first: a socket that accept made was in no other state before.
  package func begin(_ now: Snapshot) {
    if now.state != snapshot.state { note(StateTransition(from: nil, to: now.state, moment: monotonicNanoseconds())) }
    snapshot = now
  }

  /// Takes what is seen of it NOW.
  package func see(_ now: Snapshot) {
    if now.state != snapshot.state {
      note(StateTransition(from: snapshot.state, to: now.state, moment: monotonicNanoseconds()))
    }
    snapshot = now
  }

  private func note(_ passage: StateTransition) {
    if transitions.isEmpty { transitions.reserveCapacity(Self.remembered / 2) }
    if transitions.count == Self.remembered { transitions.removeFirst() }
    transitions.append(passage)
  }

  package func attribute(to cause: Cause) {
    if !transitions.isEmpty { transitions[transitions.count - 1].cause = cause }
  }

  /// Ordinary changes that it told. In a long repetition they come again and again, and need not be made anew.
  private var cachedChanges: [CachedChange] = []
  /// Which of them came last: mostly the next one comes next.
  private var lastCached = 0

  private struct CachedChange {
    let before: Snapshot
    let after: Snapshot
    let change: Change
  }

  /// The change from BEFORE to NOW, while it is open.
  package func change(from before: Snapshot, to now: Snapshot) -> Change {
    for _ in cachedChanges.indices {
      lastCached = lastCached + 1 < cachedChanges.count ? lastCached + 1 : 0
      if cachedChanges[lastCached].before == before, cachedChanges[lastCached].after == now {
        return cachedChanges[lastCached].change
      }
    }
    let change = Change(name: name, before: before, after: now, descriptor: descriptor, kind: kind)
    if cachedChanges.count == Self.remembered { cachedChanges.removeFirst() }
    cachedChanges.append(CachedChange(before: before, after: now, change: change))
    lastCached = cachedChanges.count - 1
    return change
  }

  /// Whether it is an epoll instance that was told to watch nothing.
  package var watchesNothing: Bool { kind == .epoll && watched.isEmpty }
}

/// What the ends of one pipe share, however many descriptors lead to them.
package final class PipeState {
  /// Calls that wait at this moment and may have locked it.
  package internal(set) var locks = 0
}

/// A handle is itself, whatever its name.
extension Handle: Hashable {
  package static func == (left: Handle, right: Handle) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
