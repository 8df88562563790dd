import Commands
import Handles
import Sockets
import Text

// EMSGSIZE: which limit a message was beyond.
extension Reason.Context {
  var tooLong: String? {
    if let most = tooManyBuffers { return "one message takes at most \(most) buffers (UIO_MAXIOV)" }
    if fitsSendBuffer {
      return "a message may be at most as long as SO_SNDBUF of \(name) allows" + (room.map { " (\($0))" } ?? "")
        + ", less what the kernel needs to store it"
    }
    guard let handle, handle.kind.isInternet, !isStream else {
      return frameTooLong ?? "one message cannot hold that many bytes"
    }
    guard isSending else {
      return call.traits.contains(.receives)
        ? "an ICMP message came for what \(name) sent before: it was too long for its path" : nil
    }
    if let whole = withOwnHeader(handle) { return whole }
    let (most, what) = handle.longestMessage(to: address)
    guard let length = messageLength, length <= most else { return "\(what) holds at most \(most) bytes" }
    return segmentTooLong(length, of: handle) ?? unfragmented(length, of: handle)
      ?? withOptions(length, of: handle, most, what) ?? withHeldBack(handle, most, what)
  }

  /// Whether an error that ICMP has reported is the only cause: nothing that a UDP socket sends is too long for its path
  /// while the kernel may take it apart (IP_PMTUDISC_WANT, see ip(7)).
  func isReportOfPath(_ handle: Handle) -> Bool {
    guard handle.kind.isUDP, call.traits.contains(.sends), let length = messageLength,
      length <= handle.longestMessage(to: address).most, observed.option("UDP_SEGMENT", of: handle) ?? 0 == 0
    else { return false }
    return observed.option(discovery(handle), of: handle) == 1
  }

  /// Whether its send buffer limits a message: unix_dgram_sendmsg in net/unix/af_unix.c, and netlink_sendmsg.
  var fitsSendBuffer: Bool { isUNIX || handle?.kind.domain == .netlink }

  /// The bytes of the message; of several those of the first, which an errno is about.
  var messageLength: Int? {
    for argument in call.arguments { if case .messages(let messages) = argument { return messages.first?.count } }
    return call.asked
  }

  /// Of packet sockets, whose messages are frames.
  private var frameTooLong: String? {
    guard let handle, case .packet(let link)? = call.address ?? handle.endpoints.local,
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

  /// UDP_SEGMENT: the datagrams that it makes are not taken apart any more, see udp_send_skb in net/ipv4/udp.c.
  private func segmentTooLong(_ length: Int, of handle: Handle) -> String? {
    guard handle.kind.isUDP, handle.kind.transport != .udplite else { return nil }
    let given = call.control.first { $0.symbol == "UDP_SEGMENT" }?.number
    guard let size = given ?? observed.option("UDP_SEGMENT", of: handle), size > 0 else { return nil }
    let segment = holdingBack(handle) == nil ? min(size, length) : size
    // A path's MTU is at most that of its first interface.
    let mtu = limit(of: handle, isOfInterface: usesInterface(handle)) ?? limit(of: handle, isOfInterface: true)
    if let mtu, segment + handle.headers(to: address) <= mtu.bytes { return nil }
    let whose = given == nil ? name : "the message"
    return "UDP_SEGMENT of \(whose) makes datagrams of \(Plural.bytes(segment)), and one of them, with its headers, "
      + "does not fit into \(mtu?.text ?? "the path MTU")"
  }

  /// With IP_HDRINCL a packet leaves as it is: raw_send_hdrinc in net/ipv4/raw.c.
  private func withOwnHeader(_ handle: Handle) -> String? {
    guard handle.kind.type == .raw, observed.option("IP_HDRINCL", of: handle) == 1 else { return nil }
    let mtu = limit(of: handle, isOfInterface: true)?.text ?? "the MTU of the interface through which it would leave"
    return "\(name) writes the IP header itself (IP_HDRINCL): the kernel does not fragment such a packet, "
      + "and it does not fit into \(mtu)"
  }

  /// That it may not be taken apart.
  private func unfragmented(_ length: Int, of handle: Handle) -> String? {
    guard let symbol = forbiddenFragments(handle) else { return nil }
    let mtu = limit(of: handle, isOfInterface: usesInterface(handle))
    let held = holdingBack(handle)
    if let mtu, held == nil, length + handle.headers(to: address) <= mtu.bytes { return nil }
    let more = held.map { "what was held back before (\($0)), " } ?? ""
    let what = handle.kind.type == .raw ? "packet and its header" : "datagram and its headers"
    return "\(more)the \(what) do not fit into \(mtu?.text ?? "the path MTU"), and \(symbol) of \(name) "
      + "forbids fragmentation"
  }

  /// The option that forbids to take packets apart, where it does: all but those of ip_sk_ignore_df in
  /// include/net/ip.h, and IPv6's of the same numbers.
  private func forbiddenFragments(_ handle: Handle) -> String? {
    let symbol = discovery(handle)
    guard let value = observed.option(symbol, of: handle) else { return nil }
    return [2, 3, 4].contains(value) ? symbol : nil
  }

  /// Whether the interface's MTU counts, whatever the path's is: IP_PMTUDISC_PROBE, IP_PMTUDISC_INTERFACE and
  /// IP_PMTUDISC_OMIT.
  private func usesInterface(_ handle: Handle) -> Bool { (observed.option(discovery(handle), of: handle) ?? 0) > 2 }

  private func discovery(_ handle: Handle) -> String {
    handle.isIPv6(to: address) ? "IPV6_MTU_DISCOVER" : "IP_MTU_DISCOVER"
  }

  /// The MTU into which a packet has to fit; nil where it is not known.
  private func limit(of handle: Handle, isOfInterface: Bool) -> (bytes: Int, text: String)? {
    guard isOfInterface else {
      let symbol = handle.isIPv6(to: address) ? "IPV6_MTU" : "IP_MTU"
      return observed.option(symbol, of: handle).map { (bytes: $0, text: "the path MTU of \($0) bytes") }
    }
    guard packetInfo == nil, !observed.isInOtherNetworkNamespace(handle), let target,
      let interface = observed.interface(to: target, tiedTo: device), let mtu = interface.mtu
    else { return nil }
    return (mtu, "the MTU of \(interface.name) (\(mtu) bytes)")
  }

  /// IP options make the header longer, by up to 40 bytes.
  private func withOptions(_ length: Int, of handle: Handle, _ most: Int, _ what: String) -> String? {
    guard !handle.isIPv6(to: address), let option = SocketOption.named("IP_OPTIONS"),
      let count = observed.value(of: option, of: handle)?.count, count > 0, length + count > most
    else { return nil }
    return "IP_OPTIONS of \(name) put \(Plural.bytes(count)) into the header, and with them \(what) holds at most "
      + "\(most - count) bytes"
  }

  /// What has held bytes back that go with this message; nil where none was seen.
  private func holdingBack(_ handle: Handle) -> String? {
    if handle.kind.isUDP, observed.option("UDP_CORK", of: handle) == 1 { return "UDP_CORK" }
    guard let held = handle.heldBack, held.isThere(at: began) else { return nil }
    observed.note("this session, \(name)", "sent with MSG_MORE", at: held.since)
    return "MSG_MORE"
  }

  /// What a message that is short enough may be too long with.
  private func withHeldBack(_ handle: Handle, _ most: Int, _ what: String) -> String {
    if let held = holdingBack(handle) {
      return
        "with what was held back before (\(held)) it is longer than \(what) can be, which holds at most \(most) bytes"
    }
    return "it is shorter than the \(most) bytes that \(what) holds; IP options, extension headers or the path MTU "
      + "leave it less room, or an ICMP message says that an earlier one was too long for its path"
  }
}

extension Handle {
  /// Whether what it sends to `address`, or to its peer, goes over IPv6: a socket of that family may have an IPv4 peer.
  func isIPv6(to address: SocketAddress?) -> Bool {
    guard kind.domain == .ipv6 else { return false }
    if case .ipv4? = (address ?? endpoints.peer)?.unmapped { return false }
    return true
  }

  /// The most that one message holds: 65535 bytes less the headers that count, which are UDP's 8 and IPv4's 20.
  fileprivate func longestMessage(to address: SocketAddress?) -> (most: Int, what: String) {
    let isIPv6 = isIPv6(to: address)
    guard kind.isUDP else {
      return isIPv6 ? (65535, "the payload of an IPv6 packet") : (65515, "the payload of an IPv4 packet")
    }
    return isIPv6 ? (65527, "a UDP datagram over IPv6") : (65507, "a UDP datagram over IPv4")
  }

  /// The bytes of the IP header, without options, and of UDP's.
  fileprivate func headers(to address: SocketAddress?) -> Int { (isIPv6(to: address) ? 40 : 20) + (kind.isUDP ? 8 : 0) }
}
