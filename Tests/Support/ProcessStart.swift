import Foundation

extension Process {
  /// As `run`, one at a time. Foundation closes in the child what was open a moment before it is started, so another
  /// thread's child would inherit the socket by which the end of this one is noticed, and what it writes to would not
  /// end before both have.
  package func start() throws { try ForkGate.starting { try run() } }
}
