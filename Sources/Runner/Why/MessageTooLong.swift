import Commands
import Handles
import Sockets

// EMSGSIZE: which limit a message was beyond.
extension Reason.Context {
  var tooLong: String? {
    if let most = tooManyBuffers { return "one message takes at most \(most) buffers (UIO_MAXIOV)" }
    if isUNIX {
      return "a message may be at most as long as SO_SNDBUF of \(name) allows" + (room.map { " (\($0))" } ?? "")
        + ", less what the kernel needs to store it"
    }
    guard let handle, let (most, what) = handle.longestDatagram(to: address) else {
      return frameTooLong ?? "one message cannot hold that many bytes"
    }
    if let asked = call.asked, asked <= most, let symbol = forbiddenFragments {
      let unit =
        observed.option(handle.isIPv6(to: address) ? "IPV6_MTU" : "IP_MTU", of: handle).map { " of \($0) bytes" } ?? ""
      return
        "the datagram and its headers do not fit into the path MTU\(unit), and \(symbol) of \(name) forbids fragmentation"
    }
    if let asked = call.asked, asked <= most {
      return
        "with what was held back before (UDP_CORK, MSG_MORE) it is longer than \(what) can be, which holds at most \(most) bytes"
    }
    return "\(what) holds at most \(most) bytes"
  }

  /// Of packet and raw sockets, whose messages are frames and packets.
  private var frameTooLong: String? {
    guard let handle else { return nil }
    if handle.kind.type == .raw, handle.kind.isInternet {
      return "an IP packet holds at most 65535 bytes with its header"
    }
    guard case .packet(let link)? = call.address ?? handle.endpoints.local,
      let interface = observed.interfaces.first(where: { $0.index == Int(link.interface) }), let mtu = interface.mtu
    else { return nil }
    return "the frame is longer than the MTU of \(interface.name) allows (\(mtu) bytes and the frame's header)"
  }

  /// UIO_MAXIOV of <linux/uio.h>, where the call has more.
  private var tooManyBuffers: Int? {
    let counts = call.arguments.map { argument in
      switch argument {
      case .message(let message): message.buffers.count
      case .messages(let messages): messages.map(\.buffers.count).max() ?? 0
      case .messageOut(let room), .messagesOut(let room, _): room.lengths.count
      default: 0
      }
    }
    return counts.contains { $0 > 1024 } ? 1024 : nil
  }

  private var room: Int? { handle.flatMap { observed.option("SO_SNDBUF", of: $0) } }

  /// The option that forbids to take datagrams apart, where it does: IP_PMTUDISC_DO and IP_PMTUDISC_PROBE, and IPv6's
  /// of the same numbers.
  private var forbiddenFragments: String? {
    let symbol = handle?.isIPv6(to: address) == true ? "IPV6_MTU_DISCOVER" : "IP_MTU_DISCOVER"
    guard let handle, let value = observed.option(symbol, of: handle) else { return nil }
    return value == 2 || value == 3 ? symbol : nil
  }
}

extension Handle {
  /// Whether what it sends to `address`, or to its peer, goes over IPv6: a socket of that family may have an IPv4 peer.
  func isIPv6(to address: SocketAddress?) -> Bool {
    guard kind.domain == .ipv6 else { return false }
    if case .ipv4? = (address ?? endpoints.peer)?.unmapped { return false }
    return true
  }

  /// The most that one datagram holds: 65535 bytes less the headers that count, which are UDP's 8 and IPv4's 20.
  fileprivate func longestDatagram(to address: SocketAddress?) -> (most: Int, what: String)? {
    guard kind.isInternet, kind.type == .datagram, !kind.isPing else { return nil }
    return isIPv6(to: address) ? (65527, "a UDP datagram over IPv6") : (65507, "a UDP datagram over IPv4")
  }
}
