import CSockets
import Glibc
import Sockets

/// What wakes the session's thread while it waits: a call that returned, Ctrl-C, Ctrl-Z.
/// The C function is `eventfd`.
package final class Wakeup: Sendable {
  package let descriptor: Int32

  package init() { descriptor = Descriptors.outOfTheWay(sockplay_eventfd()) }

  deinit { close(descriptor) }

  /// Ends the wait of whoever waits, now or next.
  func signal() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  /// Waits for a signal, at most so many microseconds. Returns at once when one came before.
  func wait(microseconds: Int) {
    sockplay_wait(descriptor, microseconds)
    drain()
  }

  package func drain() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }
}

/// What the person at the keyboard wants, counted since the start.
package struct Keyboard: Equatable, Sendable {
  package let interrupts: UInt32
  package let suspends: UInt32
  /// Whether SIGTERM, SIGHUP or SIGQUIT asked for the end of the program, which cleans up before. All that looks at the
  /// interrupts ends then.
  package let isEnding: Bool

  package static var now: Keyboard {
    let signals = sockplay_signals()
    return Keyboard(interrupts: signals.interrupts, suspends: signals.suspends, isEnding: signals.ends)
  }

  /// Installs the handlers. `wakeup` is signalled by each key, and SIGPIPE is ignored, so that EPIPE can be seen.
  package static func watch(_ wakeup: Wakeup) { sockplay_catch_signals(wakeup.descriptor) }

  /// Lets a crash end the program as it ends any other, and Ctrl-\ too; for the very beginning.
  package static func leaveCrashesAlone() { sockplay_leave_crashes_alone() }

  /// Lets Ctrl-\ do nothing, as at any shell's prompt.
  package static func ignoreQuit() { sockplay_ignore_quit() }

  /// Ends the program by the signal that asked for it, if one did.
  package static func endBySignal() { sockplay_end_by_signal() }

  /// Lets Ctrl-Z stop the program, as it stops any other, where nobody has a prompt to move a call away from.
  package static func leaveSuspending() { sockplay_leave_suspending() }

  /// Stops the program, until the shell it was started from lets it go on.
  package static func suspend() { sockplay_suspend() }
}
