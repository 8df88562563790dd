import Glibc
import SessionLanguage
import Sockets

/// A socket under the name that the user gave it, and what was last seen of it. Only its table changes it.
package final class Handle {
  package let name: String
  /// Its place in the table; nil once it is gone, or another has its name.
  package internal(set) var place: Int?
  /// Whether its table has forgotten it. It then has no relations, and is found by nothing.
  package var isGone: Bool { place == nil }
  /// Only IPV6_ADDRFORM changes it.
  package internal(set) var kind: SocketKind { didSet { cachedChanges.removeAll() } }
  /// -1 once closed; the kernel may still have the socket.
  package internal(set) var descriptor: Int32
  /// The number of its descriptor, also once that is closed, as a variable of C has it: by then the number may be
  /// nobody's, or another's.
  package internal(set) var number: Int32
  /// The network namespace that its socket is in: that of the host on which it was made.
  package internal(set) var network = Network.own
  package internal(set) var snapshot: Snapshot
  /// The last count of a TCP connection's unread bytes, while nobody has read from it since.
  package var unreadCache: UnreadCache?
  /// The last transitions of its state that were seen.
  package private(set) var transitions: [StateTransition] = []
  package internal(set) var endpoints = Endpoints.none
  /// The key under which its table finds it; nil while it cannot be found by its addresses.
  package var connection: ConnectionKey?
  /// The destination of its last handshake; getpeername only returns that of a completed one.
  package internal(set) var target: SocketAddress?
  /// Whether it is a TCP socket whose addresses are both known.
  package var isConnected = false
  /// Whether the kernel chose the local port, so that a recording must not contain its number.
  package internal(set) var portWasChosen = true
  /// Whether bind gave it its port. After a refused connect the kernel still returns a port that it has already
  /// released.
  package var isBound = false
  /// The port that the kernel had chosen for it, and has taken back since.
  package internal(set) var returnedPort: UInt16?
  /// Which directions shutdown(2) closed on this end. Once receiving is shut down, end of file says nothing about the
  /// other end.
  package internal(set) var shutHere = Directions(rawValue: 0)
  package var isShutForReading: Bool { shutHere.contains(.receiving) }
  /// Whether a connect succeeded, so that it had a connection, perhaps only for a moment.
  package internal(set) var hasConnected = false
  /// The errno that says how its connection ended, if a call or SO_ERROR has reported it.
  package internal(set) var end: Errno?
  /// What was found out about how its handshake ended, when it did.
  package internal(set) var endCause: EndCause?
  /// Why the other end sent RST, if that is a handle of this session.
  package internal(set) var resetCause: ResetCause?
  /// Why its own kernel sent RST.
  package internal(set) var ownResetCause: ResetCause?
  /// Of a datagram socket: the peer that it had before its last connect, while it has sent nothing since. What it sent
  /// there may still be refused.
  package internal(set) var formerPeer: SocketAddress?
  /// What its sends with MSG_MORE have held back.
  package internal(set) var heldBack: HeldBack?
  /// The call of its own that ended its connection or handshake, which the kernel reports to the next call as ECONNRESET.
  package internal(set) var localDisconnect: LocalDisconnect?
  /// Whether its calls return EAGAIN instead of waiting (O_NONBLOCK).
  package internal(set) var isNonblocking = false
  /// The other end of the connection, if that is in this process too.
  @Related package internal(set) var peer: Handle?
  /// The listener in whose accept queue the other end still waits.
  @Related package internal(set) var listener: Handle?
  /// All handles on its socket, itself among them; nil while there is no other.
  var sameSocket: Duplicates?
  /// On a listener: handles whose other ends wait in its accept queue.
  var queued = HandleList()
  /// Whether another handle or another process may also read from its socket or write to it.
  package internal(set) var isShared = false
  /// The number of calls that wait on it now. They may have locked it: splice(2) holds a pipe's lock while it waits for
  /// the other end, and any other call on the pipe then waits, too, uninterruptibly.
  package internal(set) var locks = 0
  /// The number of calls that have its open file while they wait for one of several.
  package internal(set) var holds = 0
  /// Whether a call waits on it.
  @inlinable package var isAwaited: Bool { locks > 0 || holds > 0 }
  /// Whether a waiting call may hold its lock, so that it must not be observed now.
  @inlinable package var isLocked: Bool { kind == .pipe && (pipe?.locks ?? locks) > 0 }
  /// The pipe of which it is an end, if this session made it.
  package var pipe: PipeState?
  /// The process from which it was adopted, which has it too; nil for what this session made.
  package internal(set) var owner: Processes.Owner?
  /// The inode of a socket whose descriptor was sent or received in a message, or adopted: others may still have it open
  /// after it is closed here.
  package var sharedInode: UInt32?
  /// Whether, after it was closed here, the kernel still had it for others at the last refresh.
  package var livesOn = false
  /// The kernel's cookie of its socket (SO_COOKIE); 0 until it has been read. See `HandleTable.recordIdentity`.
  package internal(set) var cookie: UInt64 = 0
  /// A UNIX domain socket's inode, by which its other end finds it.
  package var inode: UInt32 = 0
  /// On an epoll instance: what was added to it, by descriptor.
  var watched: [Int32: [EpollRecord]] = [:]
  /// The values that were passed to setsockopt, by the symbols of the options.
  package var optionsSet: [String: String] = [:]

  package init(name: String, kind: SocketKind, descriptor: Int32) {
    self.name = name
    self.kind = kind
    self.descriptor = descriptor
    number = descriptor
    self.snapshot = Snapshot(state: kind.isTCP ? .closed : .unconnected)
  }

  @inlinable package var isOpen: Bool { descriptor >= 0 }

  /// Handles whose descriptors refer to the same open socket, see dup(2).
  package var duplicates: [Handle] { sameSocket?.handles.present.filter { $0 !== self } ?? [] }
  /// On a listener: handles whose other ends wait in its accept queue.
  package var waiting: [Handle] { queued.present }

  /// Whether what was seen of it after the last call on it proves that poll(2) would report `events`: a connection with
  /// unread bytes, or with an empty send buffer, or a listener with a connection in its accept queue; and no option
  /// changes when it is ready. Saves a call of poll(2): 8 % of the time of a replayed step (2026-11).
  package func isKnownReady(for events: Int16) -> Bool {
    guard kind.isTCP || kind.isUDP, !isShared, optionsSet.isEmpty else { return false }
    switch snapshot.state {
    case .established,
      .bound where kind.isUDP:
      return events == Int16(POLLIN) ? snapshot.unread > 0 : events == Int16(POLLOUT) && snapshot.unsent == 0
    case .listen: return events == Int16(POLLIN) && snapshot.queue > 0
    default: return false
    }
  }

  /// How many of its last transitions, and of its last changes, it keeps.
  private static let remembered = 8

  /// Takes the first snapshot: a socket that accept made was in no other state before.
  package func begin(_ now: Snapshot) {
    if now.state != snapshot.state { note(StateTransition(from: nil, to: now.state, moment: monotonicNanoseconds())) }
    snapshot = now
  }

  /// Takes a new snapshot.
  package func record(_ now: Snapshot) {
    if now.state != snapshot.state {
      note(StateTransition(from: snapshot.state, to: now.state, moment: monotonicNanoseconds()))
    }
    snapshot = now
  }

  private func note(_ transition: StateTransition) {
    if transitions.isEmpty { transitions.reserveCapacity(Self.remembered / 2) }
    if transitions.count == Self.remembered { transitions.removeFirst() }
    transitions.append(transition)
  }

  /// Records that a command caused its last transition.
  package func attribute(to cause: Cause) {
    if !transitions.isEmpty { transitions[transitions.count - 1].cause = cause }
  }

  /// Its last plain changes. In a long repetition the same ones come again and again, and need not be allocated anew.
  /// Gains 9 % of a replayed step (instructions, 2026-11).
  private var cachedChanges: [CachedChange] = []
  /// Which of them came last: usually the one after it comes next.
  private var lastCached = 0

  private struct CachedChange {
    let before: Snapshot
    let after: Snapshot
    let change: Change
  }

  /// The change from `before` to `now`, while it is open.
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
}

/// What the ends of one pipe share, however many descriptors refer to them.
package final class PipeState {
  /// The number of calls that wait now and may have locked it.
  package internal(set) var locks = 0
}

/// A handle is itself, whatever its name.
extension Handle: Hashable {
  package static func == (left: Handle, right: Handle) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
