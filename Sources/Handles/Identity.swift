import Sockets

// A handle is a socket, not its addresses, which another socket may have by now. The kernel's cookie identifies a
// socket, and a connection in TIME_WAIT keeps the cookie of its socket.
extension HandleTable {
  /// Reads the cookie of a handle's socket. To be called before the socket sends FIN: the kernel makes the cookie when
  /// it is first read, and TIME_WAIT only keeps one that was made by then.
  package func recordIdentity(_ handle: Handle) {
    guard handle.cookie == 0, handle.isOpen, handle.kind.isTCP else { return }
    handle.cookie = kernel.cookie(handle.descriptor)
  }

  /// What the kernel still holds of a connection that is over, or whose descriptor is closed.
  ///
  /// - Parameter last: What was last seen of it.
  func orphanedState(of handle: Handle, last: Snapshot) -> Snapshot? {
    recordIdentity(handle)
    return asking(for: handle) {
      kernel.orphanedState(handle.endpoints, handle.kind, cookie: handle.cookie, last: last)
    }
  }

  /// The timer that the kernel runs for a connection; nil when none runs.
  ///
  /// - Parameter endpoints: Its addresses, or those of a handshake in progress.
  package func timer(of handle: Handle, at endpoints: Endpoints) -> RunningTimer? {
    recordIdentity(handle)
    return asking(for: handle) { kernel.timer(endpoints, handle.kind, cookie: handle.cookie) }
  }

  /// Whether a handle that is found by its addresses is still the socket that has them.
  func stillHasItsAddresses(_ handle: Handle) -> Bool {
    handle.isOpen || !handle.kind.isTCP || orphanedState(of: handle, last: handle.snapshot) != nil
  }
}
