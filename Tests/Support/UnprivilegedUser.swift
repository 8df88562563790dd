import Foundation
import Glibc
import Testing

/// Somebody whom permissions hold back: the user of this process, or when that is root, nobody.
package enum UnprivilegedUser {
  /// Whether that user can start the program: a checkout in a folder of root's own is closed to others.
  package static let isPossible = (try? run(["--version"]).code) == 0

  /// The words that begin a command which that user is to run: none where this process has no more rights.
  package static let command = geteuid() == 0 ? ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups"] : []

  /// Runs sockplay with `arguments`.
  package static func run(_ arguments: [String], folder: URL? = nil) throws -> Program.Ended {
    let words = command + [Program.sockplay] + arguments
    return try Program.run(Array(words.dropFirst()), of: words[0], folder: folder)
  }
}

/// A namespace in which everybody may be root, see user_namespaces(7).
package enum Namespace {
  /// Whether this user may make one.
  package static let isPossible = (try? Program.run(["-rmn", "true"], of: "/usr/bin/unshare").code) == 0

  /// Whether the `lines` of an example can be played: those of an isolated session need a namespace.
  package static func isPossible(for lines: [String]) -> Bool { lines.first != "@isolated" || isPossible }

  /// For tests of sessions with a network of their own.
  package static var isNeeded: ConditionTrait {
    .enabled(if: isPossible, "this user may not make a network of its own")
  }

  /// The words that begin a command which runs a program where no namespaces can be made.
  package static let forbidden = [
    "/usr/bin/unshare", "-r", "/bin/sh", "-c",
    #"echo 0 > /proc/sys/user/max_user_namespaces && exec /usr/bin/setpriv --bounding-set=-all --inh-caps=-all "$@""#,
    "sh",
  ]

  /// The words that begin a command which runs a program with a network of its own, in which loopback is up.
  package static let ownNetwork = [
    "/usr/bin/unshare", "-rn", "/bin/sh", "-c", #"ip link set lo up && exec "$@""#, "sh",
  ]
}
