import SessionLanguage
import Sockets

/// A command that is running, with its line.
package struct Cause: Sendable {
  private let statement: Statement

  package init(_ statement: Statement) { self.statement = statement }

  /// The command as typed, without the role before it and the expectations after it.
  package var text: String {
    var typed = statement.typed
    while typed.last == 0x20 || typed.last == 0x09 { typed.removeLast() }
    return String(decoding: typed, as: UTF8.self)
  }
}

/// A change of a socket's state, when it was seen.
package struct StateTransition: Sendable {
  /// nil for the handle's first state.
  package let from: SocketState?
  package let to: SocketState
  /// When it was seen, in nanoseconds of the monotonic clock.
  package let moment: Int64
  /// The command that ran when it was seen; nil if it happened by itself.
  package var cause: Cause?
}
