import Glibc
import Sockets

// How a connection ended: the kernel tells it once, with the errno of the first call afterwards or with SO_ERROR.
extension Table {
  /// Notes that a call on a handle failed with ERRNO, or that SO_ERROR gave it.
  public func noteEnd(_ id: HandleID, _ errno: Errno) {
    guard let handle = slots[id], handle.kind.isTCP, handle.snapshot.state != .listen, errno.endsConnection else { return }
    for one in same(id) { self[one].end = errno }
  }

  /// Notes that the other end, which closed just now, has sent RST: nothing else takes a connection to CLOSED at that moment.
  public func noteReset(_ id: HandleID) {
    if self[id].end == nil { noteEnd(id, Errno(ECONNRESET)) }
  }

  /// Notes that a connect to ADDRESS succeeded.
  func noteConnected(_ id: HandleID, _ address: SocketAddress) {
    guard slots[id]?.kind.isTCP == true else { return }
    for one in same(id) { (self[one].hasConnected, self[one].target) = (true, address.reachable) }
  }

  /// Notes that a handle's connection begins anew, or that there is none.
  func forgetEnd(_ id: HandleID) {
    for one in slots[id] == nil ? [] : same(id) { (self[one].end, self[one].hasConnected) = (nil, false) }
  }
}

extension Errno {
  /// Whether it tells how a TCP connection ended.
  fileprivate var endsConnection: Bool {
    [ECONNRESET, ETIMEDOUT, ECONNABORTED, EHOSTUNREACH, ENETUNREACH, ECONNREFUSED].contains(rawValue)
  }
}
