import Glibc
import Sockets

// How a connection ended: the kernel tells it once, with the errno of the first call afterwards or with SO_ERROR.
extension HandleTable {
  /// Notes that a call on a handle failed with ERRNO, or that SO_ERROR gave it.
  package func recordTermination(_ id: HandleID, _ errno: Errno) {
    guard id.kind.isTCP, id.snapshot.state != .listen, errno.endsConnection else { return }
    for one in same(id) { self[one].end = errno }
  }

  /// Notes that the other end has sent RST just now, and why: nothing else takes a connection to CLOSED at that moment.
  package func noteReset(_ id: HandleID, because cause: ResetCause) {
    if self[id].end == nil { recordTermination(id, Errno(ECONNRESET)) }
    for one in same(id) { self[one].resetCause = cause }
  }

  /// Notes that a connect to ADDRESS succeeded.
  package func noteConnected(_ id: HandleID, _ address: SocketAddress) {
    guard id.kind.isTCP else { return }
    for one in same(id) { (self[one].hasConnected, self[one].target) = (true, address.reachable) }
  }

  /// Notes that a handle's connection begins anew, or that there is none.
  package func forgetEnd(_ id: HandleID) {
    for one in same(id) {
      (self[one].end, self[one].resetCause, self[one].hasConnected, self[one].wasDisconnectedLocally) = (
        nil, nil, false, false
      )
    }
  }
}

/// Why a handle of this session has made its kernel send RST.
package enum ResetCause: Sendable, Equatable {
  /// It was closed with so many bytes unread, which the other end takes for delivered.
  case unread(Int, of: String)
  /// It was closed with SO_LINGER on and no time.
  case lingering(String)
  /// A connect to AF_UNSPEC gave the connection up.
  case disconnected(String)
  /// It was a listener, which was closed while the connection waited in its queue.
  case unaccepted(String)
  /// It was closed, and nothing tells more.
  case closed(String)

  /// Why closing HANDLE, as it was last SEEN, made its kernel send RST.
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
  /// Whether it tells how a TCP connection ended.
  fileprivate var endsConnection: Bool {
    [ECONNRESET, ETIMEDOUT, ECONNABORTED, EHOSTUNREACH, ENETUNREACH, ECONNREFUSED].contains(rawValue)
  }
}
