import Glibc
import Sockets

/// A call that takes a TCP socket back to where it began. See tcp_disconnect in net/ipv4/tcp.c.
package enum LocalDisconnect: Sendable {
  /// A connect to AF_UNSPEC.
  case connect
  /// A shutdown in SYN_SENT.
  case shutdown
}

// How a connection ended. The kernel reports it once: as the errno of the next call, or as SO_ERROR.
extension HandleTable {
  /// Records that a call on a handle failed with `errno`, or that SO_ERROR returned it.
  package func recordTermination(_ handle: Handle, _ errno: Errno) {
    guard handle.kind.isTCP, handle.snapshot.state != .listen, errno.endsConnection || errno.isResetAfterFIN(handle)
    else { return }
    for one in handles(sharingSocketOf: handle) { one.end = errno }
  }

  /// Records what was found out about how a handshake ended, at the time when it did.
  /// - Parameter isPending: Whether no call has reported the errno yet.
  package func recordEndCause(_ handle: Handle, _ sentence: String, isPending: Bool = false) {
    let cause = EndCause(sentence: sentence, moment: monotonicNanoseconds(), isPending: isPending)
    for one in handles(sharingSocketOf: handle) { one.endCause = cause }
  }

  /// Records that the other end has just sent RST, and why. Nothing else takes a connection to CLOSED at that moment.
  package func recordReset(_ handle: Handle, because cause: ResetCause) {
    if handle.end == nil { recordTermination(handle, Errno(ECONNRESET)) }
    for one in handles(sharingSocketOf: handle) { one.resetCause = cause }
  }

  /// Records why the kernel of `handle` has just sent RST.
  package func recordOwnReset(_ handle: Handle, because cause: ResetCause) {
    for one in handles(sharingSocketOf: handle) { one.ownResetCause = cause }
  }

  /// Records that a connect to `address` succeeded.
  package func recordConnect(_ handle: Handle, _ address: SocketAddress) {
    guard handle.kind.isTCP else { return }
    for one in handles(sharingSocketOf: handle) { (one.hasConnected, one.target) = (true, address.reachable) }
  }

  /// Records why the kernel of `sender` will send RST to `handle`.
  package func expectReset(_ handle: Handle, from sender: Handle, because cause: ResetCause) {
    for one in handles(sharingSocketOf: handle) { one.resetCause = cause }
    recordOwnReset(sender, because: cause)
  }

  /// Records the destination of a connect that is in progress, or that failed. What is known of the end of an earlier
  /// one is not about that.
  package func recordTarget(_ handle: Handle, _ address: SocketAddress) {
    for one in handles(sharingSocketOf: handle) { (one.target, one.end, one.endCause) = (address.reachable, nil, nil) }
  }

  /// Records that a handle was bound or listens, or that a later connect failed without a handshake, so that one that
  /// has failed before is past, once its errno has been reported.
  package func forgetHandshake(_ handle: Handle) {
    for one in handles(sharingSocketOf: handle) where one.end != nil && !one.hasConnected {
      (one.target, one.end, one.endCause) = (nil, nil, nil)
    }
  }

  /// Records that a handle's connection begins anew, or that there is none.
  package func forgetTermination(_ handle: Handle) {
    for one in handles(sharingSocketOf: handle) {
      (one.end, one.endCause, one.resetCause, one.ownResetCause) = (nil, nil, nil, nil)
      (one.hasConnected, one.localDisconnect) = (false, nil)
    }
  }
}

// MARK: - Datagrams

extension HandleTable {
  /// Records that connect has given a datagram socket another peer, or none.
  package func recordFormerPeer(_ handle: Handle) {
    guard handle.kind.isUDP, let peer = handle.endpoints.peer else { return }
    for one in handles(sharingSocketOf: handle) { one.formerPeer = peer }
  }

  /// Records that a datagram socket has sent something, which it cannot while a refusal is to be reported. Of another
  /// machine one may come later.
  package func recordSent(_ handle: Handle) {
    for one in handles(sharingSocketOf: handle) where one.formerPeer?.isLoopback == true { one.formerPeer = nil }
  }
}

// MARK: - MSG_MORE

extension HandleTable {
  /// Records that a call of `handle` which began at `moment` has sent, and whether what it sent waits for more.
  package func recordSend(_ handle: Handle, waitsForMore: Bool, at moment: Int64) {
    guard waitsForMore || handle.heldBack?.until == .max else { return }
    let since = handle.heldBack.flatMap { $0.until == .max ? $0.since : nil } ?? moment
    let held = HeldBack(since: since, until: waitsForMore ? .max : moment, last: moment)
    for one in handles(sharingSocketOf: handle) { one.heldBack = held }
  }
}

/// What sends with MSG_MORE have held back; all times are of the monotonic clock, in nanoseconds.
package struct HeldBack: Sendable, Equatable {
  /// When the first of them began.
  package let since: Int64
  /// When the call began that sent it all, or failed and dropped it; `.max` while none has.
  package let until: Int64
  /// When the last call that sent began.
  package let last: Int64

  /// Whether a call that began at `moment` came upon it.
  package func isThere(at moment: Int64) -> Bool { since < moment && moment <= until }
}

extension Handle {
  /// Whether the errno of a handshake that it has begun has not been reported yet.
  package var awaitsHandshake: Bool { kind.isTCP && target != nil && end == nil && !hasConnected }
}

/// What was found out about how a handshake or a connection ended, when it did.
package struct EndCause: Sendable, Equatable {
  package let sentence: String
  /// When it was found out, in nanoseconds of the monotonic clock.
  package let moment: Int64
  /// Whether no call had reported the errno then.
  package let isPending: Bool
}

/// Why a handle of this session has made its kernel send RST.
package enum ResetCause: Sendable, Equatable {
  /// It was closed with unread bytes, which the other end believes to be delivered.
  case unread(Int, of: String)
  /// It was closed with SO_LINGER on and a time of 0.
  case lingering(String)
  /// A connect to AF_UNSPEC ended the connection.
  case disconnected(String)
  /// It was a listener, and was closed while the connection waited in its accept queue.
  case unaccepted(String)
  /// The same, but shutdown or connect to AF_UNSPEC has ended the listening.
  case unacceptedAtStop(String)
  /// Data came for it after it was shut down both ways, see tcp_rcv_state_process in net/ipv4/tcp_input.c.
  case dataAfterShutdown(of: String)
  /// `destroy` ended its socket.
  case destroyed(String)
  /// It was closed; nothing more is known.
  case closed(String)

  /// Whether the end that sent RST was itself closed.
  var isClose: Bool {
    switch self {
    case .unread, .lingering: true
    default: false
    }
  }

  /// Why closing `handle` made its kernel send RST.
  /// - Parameter seen: What was last seen of it before the close.
  package init(closing handle: Handle, seen: Snapshot) {
    let isAtOnce = handle.optionsSet["SO_LINGER"] == "on 0s"
    self =
      switch seen.state {
      case .listen: .unaccepted(handle.name)
      case _ where isAtOnce: .lingering(handle.name)
      case _ where seen.unread > 0: .unread(seen.unread, of: handle.name)
      default: .closed(handle.name)
      }
  }
}

extension Errno {
  /// Whether it says how a TCP connection ended.
  fileprivate var endsConnection: Bool {
    [ECONNRESET, ETIMEDOUT, ECONNABORTED, EHOSTUNREACH, ENETUNREACH, ECONNREFUSED].contains(rawValue)
  }

  /// Whether it says that RST came for `handle` after FIN, see tcp_reset in net/ipv4/tcp_input.c. Nobody else may have
  /// taken the errno before, and its own shutdown gives EPIPE, too.
  fileprivate func isResetAfterFIN(_ handle: Handle) -> Bool {
    guard rawValue == EPIPE, handle.end == nil, handle.endpoints.hasPeer, !handle.isShared,
      !handle.shutHere.contains(.sending), handle.localDisconnect == nil
    else { return false }
    switch handle.snapshot.state {
    case .established, .closeWait: return true
    case .closed: return [.established, .closeWait].contains(handle.transitions.last { $0.to == .closed }?.from)
    default: return false
    }
  }
}
