/// The state of a socket: the kernel's own states, for TCP those of RFC 9293 section 3.3.2, and some of ours. The raw
/// values are the kernel's numbers of <linux/tcp_states.h>.
package enum SocketState: UInt8, Sendable, CaseIterable {
  case established = 1
  case synSent, synReceived, finWait1, finWait2, timeWait, closed, closeWait, lastAck, listen, closing
  case newSynReceived
  /// Ours: the kernel says CLOSE for a fresh socket and for a bound one.
  case bound = 100
  /// Ours, as ss spells it: a datagram socket without a peer, or a fresh UNIX domain socket.
  case unconnected
  /// Ours: a descriptor that is not a socket.
  case open

  /// Written out, and as the byte that it is, so that other modules can have it inlined.
  @inlinable package static func == (left: SocketState, right: SocketState) -> Bool {
    unsafeBitCast(left, to: UInt8.self) == unsafeBitCast(right, to: UInt8.self)
  }

  @inlinable package static func != (left: SocketState, right: SocketState) -> Bool { !(left == right) }

  /// The name on the screen and in session files.
  package var name: String { "\(symbol)" }

  /// Same as `name`, as a `StaticString` to avoid allocation.
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

  /// The state that `name` means, as sockplay, ss or the RFC spells it; nil if there is no such state.
  package init?(name: String) {
    let wanted = name.uppercased().replacing("-", with: "_")
    guard let state = Self.allCases.first(where: { $0.name == wanted }) ?? Self.otherNames[wanted] else { return nil }
    self = state
  }

  /// Whether a check for `wanted` holds in this state. ss says UNCONN for everything that the kernel calls CLOSE.
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

  /// Whether the kernel soon leaves this state by itself, so that a recording must not expect it.
  package var isPassing: Bool {
    switch self {
    case .synSent, .synReceived, .newSynReceived, .finWait1, .lastAck, .closing: true
    default: false
    }
  }

  /// The spellings of ss and the RFC, if they differ from ours.
  private static let otherNames: [String: SocketState] = [
    "ESTAB": .established, "SYN_RECEIVED": .synReceived, "FIN_WAIT_1": .finWait1, "FIN_WAIT_2": .finWait2,
    "CLOSE": .closed,
  ]
}
