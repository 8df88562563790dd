import Glibc
import Packets
import Sockets

extension ICMPMessage {
  /// The errno that the kernel makes of this error message: `icmp_err_convert` of its net/ipv4/icmp.c, `icmpv6_err_convert` of
  /// its net/ipv6/icmp.c. nil for what is no error, or is never told to a socket.
  var errno: Errno? {
    guard isV6 else {
      switch type {
      case 3: return Self.unreachable[Int(code), default: EHOSTUNREACH]
      case 11: return Errno(EHOSTUNREACH)
      case 12: return Errno(EPROTO)
      default: return nil
      }
    }
    switch type {
    case 1: return Self.unreachableV6[Int(code), default: EPROTO]
    case 2: return Errno(EMSGSIZE)
    case 3: return Errno(EHOSTUNREACH)
    case 4: return Errno(EPROTO)
    default: return nil
    }
  }

  /// By the code of type 3, Destination Unreachable, of RFC 792 and RFC 1122.
  private static let unreachable = [
    ENETUNREACH, EHOSTUNREACH, ENOPROTOOPT, ECONNREFUSED, EMSGSIZE, EOPNOTSUPP, ENETUNREACH, EHOSTDOWN, ENONET,
    ENETUNREACH, EHOSTUNREACH, ENETUNREACH,
  ]
  /// By the code of type 1, Destination Unreachable, of RFC 4443.
  private static let unreachableV6 = [
    ENETUNREACH, EACCES, EHOSTUNREACH, EHOSTUNREACH, ECONNREFUSED, EACCES, EACCES,
  ]
}

extension [Int32] {
  fileprivate subscript(code: Int, default other: Int32) -> Errno {
    Errno(indices.contains(code) ? self[code] : other)
  }
}
