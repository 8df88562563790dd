import SessionLanguage
import Sockets

/// A command that is being run, in the line that it stands in.
package struct Cause: Sendable {
  private let statement: Statement

  package init(_ statement: Statement) { self.statement = statement }

  /// The command as typed, without a role before it and expectations behind it.
  package var text: String {
    var typed = statement.typed
    while typed.last == 0x20 || typed.last == 0x09 { typed.removeLast() }
    return String(decoding: typed, as: UTF8.self)
  }
}

/// A change of a socket's state, as it was seen.
package struct StateTransition: Sendable {
  /// nil for the state in which the handle began.
  package let from: SocketState?
  package let to: SocketState
  /// When it was seen, in nanoseconds of the monotonic clock.
  package let moment: Int64
  /// The command that ran when it was seen; nil when it came by itself.
  package var cause: Cause?
}
