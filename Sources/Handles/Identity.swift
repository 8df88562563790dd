import Sockets

// A handle is a socket, whoever has its addresses now. The kernel's cookie tells one socket from all others, and a
// connection in TIME_WAIT keeps that of its socket.
extension HandleTable {
  /// Notes which socket a handle is. To be called before it sends FIN: a socket gets its cookie when that is asked
  /// for, TIME_WAIT has the one that its socket had by then, and without a descriptor only addresses lead to it.
  package func recordIdentity(_ handle: Handle) {
    guard handle.cookie == 0, handle.isOpen, handle.kind.isTCP else { return }
    handle.cookie = kernel.cookie(handle.descriptor)
  }

  /// What the kernel still holds of a connection that is over, or whose descriptor is closed.
  ///
  /// - Parameter last: how it was last seen.
  func orphanedState(of handle: Handle, last: Snapshot) -> Snapshot? {
    recordIdentity(handle)
    return kernel.orphanedState(handle.endpoints, handle.kind, cookie: handle.cookie, last: last)
  }

  /// The timer that the kernel runs for a connection; nil when none runs.
  ///
  /// - Parameter endpoints: its addresses, also those of a handshake that is under way.
  package func timer(of handle: Handle, at endpoints: Endpoints) -> RunningTimer? {
    recordIdentity(handle)
    return kernel.timer(endpoints, handle.kind, cookie: handle.cookie)
  }

  /// Whether a handle that is found by its addresses is still the socket that has them.
  func stillHasItsAddresses(_ handle: Handle) -> Bool {
    handle.isOpen || !handle.kind.isTCP || orphanedState(of: handle, last: handle.snapshot) != nil
  }
}
