/// A timer that the kernel runs for a TCP connection: what for, and when it expires. See inet_diag in `sock_diag(7)`.
package struct RunningTimer: Sendable, Equatable {
  package let purpose: Purpose
  package let milliseconds: Int

  init(_ purpose: Purpose, milliseconds: Int) {
    self.purpose = purpose
    self.milliseconds = milliseconds
  }

  /// The raw values are inet_diag's.
  package enum Purpose: UInt8, Sendable { case retransmission = 1, keepAlive, timeWait, windowProbe }
}
