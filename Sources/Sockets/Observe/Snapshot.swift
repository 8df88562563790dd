/// What the kernel says of one socket at one moment.
package struct Snapshot: Sendable, Equatable {
  package var state: SocketState
  /// Bytes that recv would return now; for datagrams, those of the first one; for TCP, those before an urgent byte. The
  /// ioctl is SIOCINQ.
  package var unread = 0
  /// Bytes sent or to be sent, and not yet acknowledged; none once the connection is over. The ioctl is SIOCOUTQ, which
  /// counts a FIN as one byte more: see `SocketState.bytes(unsent:)`.
  package var unsent = 0
  /// On a listener: connections waiting to be accepted.
  package var queue = 0
  /// On a listener: the limit of `queue`.
  package var backlog = 0
  /// How long the kernel will still keep a closed connection; 0 if no timer runs.
  package var millisecondsLeft = 0

  /// The token by which the kernel knows an MPTCP connection, also after its descriptor is closed; 0 for other sockets.
  var token: UInt32 = 0

  /// Which directions of a UNIX domain connection are shut down, which its state does not show.
  package var shut: Directions = []

  @inlinable package init(state: SocketState) { self.state = state }

  /// Whether both look the same on the screen: a running timer alone is not a change.
  package func looksLike(_ other: Snapshot) -> Bool {
    state == other.state && unread == other.unread && unsent == other.unsent && queue == other.queue
      && backlog == other.backlog && shut == other.shut
  }

  package static func == (left: Snapshot, right: Snapshot) -> Bool {
    left.looksLike(right) && left.millisecondsLeft == right.millisecondsLeft
  }
}

/// The two directions of a connection. The raw values are the kernel's.
package struct Directions: OptionSet, Sendable {
  package let rawValue: UInt8
  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let receiving = Directions(rawValue: 1)
  package static let sending = Directions(rawValue: 2)
  /// Both, for who asks at each step: a list of them is made anew each time.
  @inlinable package static var both: Directions { Directions(rawValue: 3) }

  /// Those that shutdown(2) closes for a second argument of SHUT_RD, SHUT_WR or SHUT_RDWR, which are 0 to 2.
  package init(way: Int32) { self.init(rawValue: UInt8(truncatingIfNeeded: way + 1)) }

  /// Each as the word that the `shutdown` command takes.
  package var words: [String] { (contains(.receiving) ? ["rd"] : []) + (contains(.sending) ? ["wr"] : []) }

  /// What it means that they are shut down; nil for none.
  package var meaning: String? {
    switch self {
    case [.receiving, .sending]: "the connection is over"
    case .receiving: "nothing more will come"
    case .sending: "nothing more can be sent"
    default: nil
    }
  }
}

/// The last count of a TCP connection's unread bytes. It is valid while nothing more has been received and nobody has
/// read. Saves a call of ioctl(2) a step.
package struct UnreadCache: Sendable {
  /// All bytes received until then (tcpi_bytes_received).
  let received: UInt64
  /// Bytes that were unread then.
  let unread: Int
}
