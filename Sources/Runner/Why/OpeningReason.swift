import Sockets

// Why a socket could not be opened, or not be used as it was asked to.
extension Reason {
  /// The type of socket that a protocol of the internet has, see ip(7).
  private static let typeOf = [
    "IPPROTO_TCP": "SOCK_STREAM", "IPPROTO_MPTCP": "SOCK_STREAM", "IPPROTO_UDP": "SOCK_DGRAM",
    "IPPROTO_UDPLITE": "SOCK_DGRAM",
    "IPPROTO_ICMP": "SOCK_DGRAM", "IPPROTO_ICMPV6": "SOCK_DGRAM",
  ]

  static func opening(_ call: Call, _ errno: Errno) -> String? {
    guard call.name == "socket" || call.name == "socketpair", call.arguments.count > 2,
      case .symbol(let family) = call.arguments[0], case .symbol(let type) = call.arguments[1]
    else { return nil }
    let transport = if case .symbol(let symbol) = call.arguments[2] { symbol } else { "0" }
    switch errno.symbol {
    case "EPERM":
      let kind = family == "AF_PACKET" ? "packet" : type.hasPrefix("SOCK_RAW") ? "raw" : "such"
      return "\(kind) sockets need CAP_NET_RAW, which this process lacks"
    case "EACCES" where transport.hasPrefix("IPPROTO_ICMP"):
      return "net.ipv4.ping_group_range names no group of this process; raw-icmp does without, but needs CAP_NET_RAW"
    case "EAFNOSUPPORT":
      return "this kernel has no \(family.allSatisfy(\.isNumber) ? "address family " : "")\(family)"
    case "ESOCKTNOSUPPORT", "EPROTONOSUPPORT":
      if errno.symbol == "EPROTONOSUPPORT", let own = typeOf[transport], !type.hasPrefix(own) {
        return "\(transport) does not go with \(type): its type is \(own)"
      }
      // inet_create and inet6_create look for a protocol that is not 0; IPPROTO_IP is 0.
      if ["0", "IPPROTO_IP"].contains(transport), type.hasPrefix("SOCK_RAW"), ["AF_INET", "AF_INET6"].contains(family) {
        return "a raw socket needs a protocol other than 0, such as IPPROTO_RAW or IPPROTO_ICMP"
      }
      return "this kernel has no \(transport == "0" ? "" : transport + " for ")\(family) \(type)"
    case "EINVAL":
      if type.prefix(while: { $0 != "|" }).allSatisfy(\.isNumber) {
        return "\(type) is not a socket type, or has a flag that is none"
      }
      return Int(transport).map { $0 > 255 } == true && family != "AF_UNIX"
        ? "\(transport) is not a protocol: those of \(family) are 0 to 255, and 262 (MPTCP)" : nil
    case "EPROTOTYPE": return "\(transport) does not go with \(type)"
    case "EOPNOTSUPP" where call.name == "socketpair": return "Linux makes pairs of the family AF_UNIX only"
    case "ENODEV": return "nothing on this machine carries \(family) \(type)"
    default: return nil
    }
  }
}
