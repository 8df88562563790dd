/// What the kernel says of one socket at one moment.
package struct Snapshot: Sendable, Equatable {
  package var state: SocketState
  /// Bytes that recv would return now; of datagrams, the first one's. The ioctl is SIOCINQ.
  package var unread = 0
  /// Bytes sent and not yet acknowledged. The ioctl is SIOCOUTQ.
  package var unsent = 0
  /// On a listener: connections waiting to be accepted.
  package var queue = 0
  /// On a listener: the limit of `queue`.
  package var backlog = 0
  /// How long the kernel will go on holding a closed connection; 0 when no timer runs.
  package var millisecondsLeft = 0

  /// What the kernel knows an MPTCP connection by, which it goes by still when its descriptor is closed; 0 for all
  /// others.
  var token: UInt32 = 0

  /// Which directions of a UNIX domain connection are closed, of which its state tells nothing.
  package var shut: Directions = []

  package init(state: SocketState) { self.state = state }

  /// Whether both look alike to a person: a running timer alone is no change.
  package func looksLike(_ other: Snapshot) -> Bool {
    state == other.state && unread == other.unread && unsent == other.unsent && queue == other.queue
      && backlog == other.backlog && shut == other.shut
  }

  package static func == (left: Snapshot, right: Snapshot) -> Bool {
    left.looksLike(right) && left.millisecondsLeft == right.millisecondsLeft
  }
}

/// The two directions of a connection, as the kernel numbers them.
package struct Directions: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let receiving = Directions(rawValue: 1)
  package static let sending = Directions(rawValue: 2)

  /// Those that a HOW of shutdown(2) closes: SHUT_RD, SHUT_WR or SHUT_RDWR, which count from 0.
  package init(way: Int32) { self.init(rawValue: UInt8(truncatingIfNeeded: way + 1)) }

  /// Each in the word that shutdown takes for it.
  package var words: [String] { (contains(.receiving) ? ["rd"] : []) + (contains(.sending) ? ["wr"] : []) }

  /// What it means that they are closed; nil for none.
  package var meaning: String? {
    switch self {
    case [.receiving, .sending]: "the connection is over"
    case .receiving: "nothing more will come"
    case .sending: "nothing more can be sent"
    default: nil
    }
  }
}

/// What was last counted of what a TCP connection received: while no more has come and nobody has read, as much waits
/// to be read.
package struct UnreadCache: Sendable {
  /// Bytes that had ever come.
  let received: UInt64
  /// Bytes that waited to be read.
  let unread: Int
}
