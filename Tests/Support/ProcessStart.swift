import Foundation
import Sockets

extension Process {
  /// As `run`, one at a time. Foundation closes in the child what was open a moment before it is started, so another
  /// thread's child would inherit the socket by which the end of this one is noticed, and what it writes to would not
  /// end before both have.
  package func start() throws { try ForkGate.starting { try run() } }

  /// How a process ended: with an exit code, or by a signal of this number.
  package struct End: Sendable {
    package let number: Int32
    package let isSignal: Bool
  }

  /// Waits for its end, and kills it if that has not come after `limit` seconds.
  ///
  /// The kernel is asked: on a busy machine Foundation now and then does not notice an end, and its `waitUntilExit` would
  /// wait for ever.
  @discardableResult package func end(within limit: Double = 600) -> End {
    if isRunning, let end = unnoticedEnd(within: limit) { return end }
    // Gives back what Foundation keeps for it.
    waitUntilExit()
    return End(number: terminationStatus, isSignal: terminationReason == .uncaughtSignal)
  }

  /// As above; nil where Foundation has noticed the end, too.
  private func unnoticedEnd(within limit: Double) -> End? {
    let descriptor = Processes.open(processIdentifier)
    defer { close(descriptor) }
    let deadline = monotonicNanoseconds() + Int64(limit * 1_000_000_000)
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while descriptor >= 0, poll(&entry, 1, 100) <= 0 {
      if monotonicNanoseconds() > deadline { kill(processIdentifier, SIGKILL) }
    }
    var ended = siginfo_t()
    let isThere = waitid(P_PID, id_t(processIdentifier), &ended, WEXITED | WNOWAIT) == 0
    for _ in 0..<2000 where isRunning { usleep(1000) }
    guard isThere, isRunning else { return nil }
    return End(number: ended._sifields._sigchld.si_status, isSignal: ended.si_code != Int32(CLD_EXITED))
  }
}
