import CSockets
import Glibc

/// A process that is to be started: with no descriptor but those that it is given, in a process group of its own, so
/// that a key pressed at the terminal is not for it, and with no signal blocked; or as one that shares all of that.
package struct ProcessStart {
  private let program: String
  private let words: [String]
  private var given: [(descriptor: Int32, number: Int32)] = []

  /// Whether it has this process's descriptors and is in its process group.
  private let shares: Bool

  /// - Parameters:
  ///   - program: The path of the program.
  ///   - words: Its arguments, its name first.
  ///   - shares: Whether it has this process's descriptors and is in its process group.
  package init(_ program: String, _ words: [String], sharing shares: Bool = false) {
    (self.program, self.words, self.shares) = (program, words, shares)
  }

  /// Gives it `descriptor` as `number`.
  package mutating func give(_ descriptor: Int32, as number: Int32) { given.append((descriptor, number)) }

  /// Starts it. The C function is `posix_spawn`.
  /// - Returns: its number, or why there is none.
  package func run() -> (process: pid_t, error: Errno?) {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (descriptor, number) in given { posix_spawn_file_actions_adddup2(&actions, descriptor, number) }
    if !shares {
      _ = sockplay_close_from(&actions, 3)
      var none = sigset_t()
      sigemptyset(&none)
      posix_spawnattr_setsigmask(&attributes, &none)
      posix_spawnattr_setpgroup(&attributes, 0)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    }
    var process = pid_t()
    var pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let error = posix_spawn(&process, program, &actions, &attributes, &pointers, environ)
    return error == 0 ? (process, nil) : (0, Errno(error))
  }
}
