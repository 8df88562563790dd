import Sockets

extension Directions {
  /// What comes of it that shutdown has closed them; nil for none.
  /// - Parameter lacksConnection: Whether it is a TCP socket that has no connection.
  func consequence(lacksConnection: Bool) -> String? {
    switch self {
    case .sending: "send fails with EPIPE"
    case .receiving where lacksConnection:
      "recv returns what has come and does not wait; send fails with EPIPE until it has a connection"
    case .receiving: "recv returns what has come and does not wait; it may still send"
    case [.sending, .receiving]: "send fails with EPIPE, and recv returns what has come and does not wait"
    default: nil
    }
  }
}
