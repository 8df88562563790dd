import CSockets
import Glibc
import Sockets

/// What wakes the session's thread while it waits: a call that returned, Ctrl-C, Ctrl-Z.
/// The C function is `eventfd`.
package final class Wakeup: Sendable {
  package let descriptor: Int32

  package init() { descriptor = Descriptors.outOfTheWay(sockplay_eventfd()) }

  deinit { close(descriptor) }

  /// Ends the wait that is in progress, or else the next one.
  func signal() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  /// Waits for a `signal`, for at most `microseconds`. Returns at once if one came before.
  package func wait(microseconds: Int) {
    sockplay_wait(descriptor, microseconds)
    drain()
  }

  package func drain() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }
}

/// Ctrl-C and Ctrl-Z, counted since the start.
package struct Keyboard: Equatable, Sendable {
  package let interrupts: UInt32
  package let suspends: UInt32
  /// Whether SIGTERM, SIGHUP or SIGQUIT asked the program to end, which first cleans up. Everything that watches the
  /// interrupts then ends.
  package let isEnding: Bool
  /// Whether the time of `limitTime` is up. Everything that watches the interrupts then ends, too.
  package let isTimeUp: Bool

  /// Whether nothing more is to run.
  package var isOver: Bool { isEnding || isTimeUp }

  package static var now: Keyboard {
    let signals = sockplay_signals()
    return Keyboard(
      interrupts: signals.interrupts, suspends: signals.suspends, isEnding: signals.ends, isTimeUp: signals.is_time_up)
  }

  /// Ends what is played after `milliseconds`, as Ctrl-C would.
  package static func limitTime(milliseconds: Int) { sockplay_limit_time(milliseconds) }

  /// Ends the program once the terminal on standard input is gone: SIGHUP, which says so, may be ignored.
  package static func endWithTerminal() {
    _ = Threads.start(stack: 64 << 10) {
      var terminal = pollfd(fd: 0, events: 0, revents: 0)
      while terminal.revents == 0 { poll(&terminal, 1, -1) }
      sockplay_note_hangup()
    }
  }

  /// Installs the handlers. Each key signals `wakeup`. SIGPIPE is ignored, so that EPIPE can be seen.
  package static func watch(_ wakeup: Wakeup) { sockplay_catch_signals(wakeup.descriptor) }

  /// Lets a crash and Ctrl-\ end the program as any other. To be called first.
  package static func leaveCrashesAlone() { sockplay_leave_crashes_alone() }

  /// Ignores Ctrl-\, as shells do at their prompt.
  package static func ignoreQuit() { sockplay_ignore_quit() }

  /// Ends the program by the signal that asked it to end, if one did.
  package static func endBySignal() { sockplay_end_by_signal() }

  /// Lets Ctrl-Z stop the program as any other, when there is no prompt to which a waiting call could return.
  package static func leaveSuspending() { sockplay_leave_suspending() }

  /// Counts Ctrl-Z again, at a prompt.
  package static func catchSuspending() { sockplay_catch_suspending() }

  /// Stops the program until its shell continues it.
  package static func suspend() { sockplay_suspend() }
}
