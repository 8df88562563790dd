/// The state of a socket: the kernel's own, RFC 9293 section 3.3.2 for TCP, and two that are ours.
/// The raw values are the kernel's numbers of <linux/tcp_states.h>.
package enum SocketState: UInt8, Sendable, CaseIterable {
  case established = 1
  case synSent, synReceived, finWait1, finWait2, timeWait, closed, closeWait, lastAck, listen, closing
  case newSynReceived
  /// Ours: the kernel calls a fresh and a bound socket alike CLOSE.
  case bound = 100
  /// Ours, in ss's spelling: a datagram socket without a peer, or a fresh UNIX domain socket.
  case unconnected
  /// Ours: a descriptor that is no socket's.
  case open

  /// The name on the screen and in session files.
  package var name: String { "\(symbol)" }

  /// The same, for those who write it often.
  package var symbol: StaticString {
    switch self {
    case .established: "ESTABLISHED"
    case .synSent: "SYN_SENT"
    case .synReceived: "SYN_RECV"
    case .finWait1: "FIN_WAIT1"
    case .finWait2: "FIN_WAIT2"
    case .timeWait: "TIME_WAIT"
    case .closed: "CLOSED"
    case .closeWait: "CLOSE_WAIT"
    case .lastAck: "LAST_ACK"
    case .listen: "LISTEN"
    case .closing: "CLOSING"
    case .newSynReceived: "NEW_SYN_RECV"
    case .bound: "BOUND"
    case .unconnected: "UNCONN"
    case .open: "OPEN"
    }
  }

  /// The state that NAME means in any spelling: ours, ss's or the RFC's; nil when there is none such.
  package init?(name: String) {
    let wanted = name.uppercased().replacing("-", with: "_")
    guard let state = Self.allCases.first(where: { $0.name == wanted }) ?? Self.otherNames[wanted] else { return nil }
    self = state
  }

  /// Whether a check for WANTED holds in this state. UNCONN is ss's word for all that the kernel calls CLOSE.
  package func satisfies(_ wanted: SocketState) -> Bool {
    self == wanted || (wanted == .unconnected && (self == .closed || self == .bound))
  }

  /// Whether a TCP socket in this state is, or is about to be, connected.
  package var mayHavePeer: Bool {
    switch self {
    case .closed, .bound, .listen, .timeWait, .unconnected, .open: false
    default: true
    }
  }

  /// Whether the kernel soon leaves this state by itself, so that a recording must not insist on it.
  package var isPassing: Bool {
    switch self {
    case .synSent, .synReceived, .newSynReceived, .finWait1, .lastAck, .closing: true
    default: false
    }
  }

  /// ss's and the RFC's spellings where they are not ours.
  private static let otherNames: [String: SocketState] = [
    "ESTAB": .established, "SYN_RECEIVED": .synReceived, "FIN_WAIT_1": .finWait1, "FIN_WAIT_2": .finWait2,
    "CLOSE": .closed,
  ]
}
