import Sockets

extension Directions {
  /// What comes of it that shutdown has closed them; nil for none.
  var consequence: String? {
    switch self {
    case .sending: "send fails with EPIPE"
    case .receiving: "recv returns what has come and does not wait; it may still send"
    case [.sending, .receiving]: "send fails with EPIPE, and recv returns what has come and does not wait"
    default: nil
    }
  }
}
