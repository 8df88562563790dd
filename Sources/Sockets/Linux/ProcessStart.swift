import CSockets
import Glibc

/// A process that is to be started: with no descriptor but those that it is given, in a session of its own, so that a key
/// pressed at the terminal is not for it, and with no signal blocked; or as one that shares some of that. It has the
/// resource limits that this process had at its start, whatever `rlimit` has set since.
///
/// The scheduler shares a processor between sessions first, see sched(7): however many processes somebody's program has,
/// who watches it still gets its turn.
package struct ProcessStart {
  private let program: String
  private let words: [String]
  private var given: [(descriptor: Int32, number: Int32)] = []

  private let shared: Shared

  /// What it has in common with this process.
  package enum Shared {
    case nothing
    /// The process group, and what the terminal is reached by: the first three descriptors.
    case terminal
    /// All descriptors, and the process group.
    case all
  }

  /// - Parameters:
  ///   - program: The path of the program.
  ///   - words: Its arguments, its name first.
  package init(_ program: String, _ words: [String], sharing shared: Shared = .nothing) {
    (self.program, self.words, self.shared) = (program, words, shared)
  }

  /// Gives it `descriptor` as `number`.
  package mutating func give(_ descriptor: Int32, as number: Int32) { given.append((descriptor, number)) }

  /// Starts it. The C function is `posix_spawn`.
  /// - Returns: its number, or why there is none.
  package func run() -> (process: pid_t, error: Errno?) {
    // posix_spawn(3) also takes no descriptor that is beyond the limit.
    ResourceLimit.asBefore { spawn() }
  }

  /// POSIX_SPAWN_SETSID, which <spawn.h> does not show to Swift.
  private static let ownSession: Int16 = 0x80

  private func spawn() -> (process: pid_t, error: Errno?) {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (descriptor, number) in given { posix_spawn_file_actions_adddup2(&actions, descriptor, number) }
    if shared != .all { _ = sockplay_close_from(&actions, 3) }
    if shared == .nothing {
      var none = sigset_t()
      sigemptyset(&none)
      posix_spawnattr_setsigmask(&attributes, &none)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Self.ownSession)
    }
    var process = pid_t()
    var pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let error = posix_spawn(&process, program, &actions, &attributes, &pointers, environ)
    return error == 0 ? (process, nil) : (0, Errno(error))
  }
}
