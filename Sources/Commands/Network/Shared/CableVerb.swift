/// What may stand after `cable`.
enum CableVerb: String, CaseIterable {
  case off, cut, heal, delay, jitter, loss, drop, duplicate, corrupt, reorder, rate, mtu, icmp

  /// A line of it that is complete.
  var example: String {
    switch self {
    case .off: "cable off"
    case .cut: "cable cut server"
    case .heal: "cable heal server"
    case .delay: "cable delay 50ms jitter 10ms"
    case .jitter: "cable jitter 10ms seed 7"
    case .loss: "cable loss 10% seed 7"
    case .drop: "cable drop next SYN,ACK from server"
    case .duplicate: "cable duplicate 2 of data"
    case .corrupt: "cable corrupt next data"
    case .reorder: "cable reorder next data from client"
    case .rate: "cable rate 1M from client"
    case .mtu: "cable mtu 600 silent"
    case .icmp: "cable icmp host-unreachable for next SYN"
    }
  }

  /// Whether a selector may stand after it.
  var takesSelector: Bool {
    switch self {
    case .delay, .jitter, .loss, .drop, .duplicate, .corrupt, .reorder, .icmp: true
    case .off, .cut, .heal, .rate, .mtu: false
    }
  }
}
