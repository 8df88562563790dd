import Commands
import Sockets

// EMSGSIZE: which limit a message was beyond.
extension Reason.Context {
  var tooLong: String? {
    if isUNIX {
      return "a message may be as long as SO_SNDBUF of \(name) allows" + (room.map { " (\($0))" } ?? "") + ", less what it takes to keep it"
    }
    if let asked = call.asked, asked <= 65507, let symbol = forbiddenFragments {
      return "the datagram does not fit into the MTU of the way, and \(symbol) of \(name) forbids to take it apart"
    }
    return handle?.kind.type == .datagram ? "one datagram cannot hold so many bytes" : "one message cannot hold so many bytes"
  }

  private var room: Int? { id.flatMap { table.option("SO_SNDBUF", of: $0) } }

  /// The option that forbids to take datagrams apart, where it does: IP_PMTUDISC_DO and IP_PMTUDISC_PROBE, and IPv6's of the same numbers.
  private var forbiddenFragments: String? {
    let symbol = handle?.kind.domain == .ipv6 ? "IPV6_MTU_DISCOVER" : "IP_MTU_DISCOVER"
    guard let id, let value = table.option(symbol, of: id) else { return nil }
    return value == 2 || value == 3 ? symbol : nil
  }
}
