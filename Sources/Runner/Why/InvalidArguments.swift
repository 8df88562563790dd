import Commands
import Sockets
import Text

// Arguments that the kernel does not take: values out of their range, addresses of the wrong sort, the wrong end of a
// pipe.
extension Reason.Context {
  /// Why a call failed with EINVAL, where its arguments show it.
  var invalidArgument: String? {
    // The port is looked at before the way there: udp_sendmsg and udpv6_sendmsg.
    if isSending, call.address?.port == 0, handle?.kind.isUDP == true { return "nothing can be sent to port 0" }
    if let address, let lacking = scopeLacking(address) { return lacking }
    if isSending, call.has("MSG_FASTOPEN"), call.address == nil, handle?.kind.isTCP == true {
      return "with MSG_FASTOPEN the call also connects, and it was given no address (sendto, sendmsg … to)"
    }
    if let control = wrongControl { return control }
    if let dropped = droppingRoute { return dropped }
    if let header = lackingHeader { return header }
    switch call.name {
    case "bind" where handle?.endpoints.local.map { $0.port != 0 } == true && handle?.kind.isInternet == true:
      return "\(name) is already bound to \(local)"
    case "bind" where isUNIX && handle?.endpoints.local?.isUnnamed == false:
      return "\(name) is already bound to \(local)"
    case "bind": return notForIPv6
    case "fcntl" where call.has("O_DIRECT"): return "\(noun) has no O_DIRECT"
    case "epoll_create1":
      return "EPOLL_CLOEXEC is the only flag, and \(call.arguments.first.map(Self.text) ?? "") is another"
    case "epoll_wait", "epoll_pwait", "epoll_pwait2":
      return handle?.kind == .epoll
        ? noEventsWanted : "\(name) is not an epoll instance (\(handle?.kind.word ?? "a file"))"
    case "epoll_ctl": return wrongWatch
    case "read", "readv", "write", "writev": return wrongNumber
    case "sendfile": return wrongFile
    case "setsockopt": return outOfRange ?? noGroup ?? wrongPorts ?? tooLate ?? groupAndInterface
    case "connect" where leavesLoopback, _ where isSending && leavesLoopback:
      return "\(name) is bound to \(local): nothing leaves this machine from a loopback address"
    case "listen" where isUNIX && handle?.endpoints.local == nil: return "\(name) has no address: bind it first"
    case "ioctl" where state == .listen: return "\(name) listens: it has no data to count"
    case "splice", "tee": return unspliceable
    case _ where isUNIX && isStream && handle?.peer == nil && (state == .unconnected || state == .bound) && !isSending:
      return "\(name) has no connection"
    default: return nil
    }
  }

  /// That the length of an address, given by hand, is none that an address has.
  var wrongLength: String? {
    guard let place = call.arguments.firstIndex(where: \.isAddressByHand), let kind = handle?.kind,
      let length = call.arguments.dropFirst(place + 1).first?.number
    else { return nil }
    // move_addr_to_kernel in net/socket.c.
    guard (0...128).contains(length) else { return "the length of the address is \(length), and has to be 0 to 128" }
    let least = kind.domain == .ipv6 ? 24 : 16
    guard kind.isInternet, length < least else { return nil }
    return "the length of the address is \(length), and one of \(kind.domain.symbol) has at least \(least) bytes"
  }

  /// That an IPv6 socket was to be bound to an address that it cannot have: __inet6_bind in net/ipv6/af_inet6.c.
  private var notForIPv6: String? {
    guard let handle, handle.kind.domain == .ipv6, let address = call.address else { return nil }
    if isStream, address.isMulticast {
      return "a stream has one machine at its other end, and \(address.host) is a multicast address"
    }
    guard case .ipv4 = address.unmapped, observed.option("IPV6_V6ONLY", of: handle) == 1 else { return nil }
    return "IPV6_V6ONLY is on for \(name), so it cannot be bound to \(address.host), an IPv4 address"
  }

  /// That the room for an address or a value, whose length is given by hand, has none that can be.
  var negativeLength: String? {
    for case .filled(let text) in call.arguments {
      guard let length = text.split(separator: "[").dropFirst().last?.dropLast(), length.first == "-" else { continue }
      return "the length that it was given is \(length), and may not be negative"
    }
    return nil
  }

  /// The name of what epoll_ctl was to watch.
  var watched: String? {
    guard call.name == "epoll_ctl", let descriptor = call.arguments.compactMap(\.descriptor).dropFirst().first else {
      return nil
    }
    return table.owner(of: descriptor)?.name ?? "descriptor \(descriptor)"
  }

  /// With IP_HDRINCL the message begins with the IP header: raw_send_hdrinc in net/ipv4/raw.c.
  private var lackingHeader: String? {
    guard isSending, let handle, handle.kind.type == .raw, handle.kind.domain == .ipv4, call.dataCount < 20,
      observed.option("IP_HDRINCL", of: handle) == 1
    else { return nil }
    return
      "IP_HDRINCL is on for \(name): the message begins with an IP header of at least 20 bytes, and this one has \(Plural.bytes(call.dataCount))"
  }

  private var noEventsWanted: String? {
    guard let most = call.arguments.compactMap(\.number).first, most <= 0 else { return nil }
    return "it was to return at most \(most) events, and has to be allowed one"
  }

  private static func text(_ argument: Argument) -> String {
    switch argument {
    case .symbol(let symbol): symbol
    case .integer(let number): "\(number)"
    default: "what was given"
    }
  }

  private var wrongWatch: String? {
    guard let handle else { return nil }
    guard handle.kind == .epoll else { return "\(name) is not an epoll instance (\(handle.kind.word))" }
    if watched == name { return "an epoll instance cannot watch itself" }
    return call.has("EPOLL_CTL_MOD")
      ? "EPOLLEXCLUSIVE is for add only, and what was added with it cannot be modified"
      : "EPOLLEXCLUSIVE goes with EPOLLIN, EPOLLOUT, EPOLLWAKEUP and EPOLLET only, and not with another epoll instance"
  }

  /// EEXIST.
  var watchedAlready: String? {
    watched.map { "\(name) watches \($0) already: epoll_ctl \(name) mod \($0) changes that" }
  }

  /// ELOOP.
  var watchedInCircle: String? {
    watched.map { "\(name) and \($0) would watch each other, or epoll instances watch each other too deeply" }
  }

  /// A control message whose value the kernel does not take: __ip_cmsg_send and ip6_datagram_send_ctl.
  private var wrongControl: String? {
    for message in call.control {
      guard let level = SocketOption.Level(rawValue: message.level) else { continue }
      switch (message.symbol, message.number) {
      case ("IP_TTL", let value?) where !(1...255).contains(value): return "IP_TTL of a datagram is 1 to 255"
      case ("IPV6_HOPLIMIT", let value?) where !(-1...255).contains(value): return "IPV6_HOPLIMIT is -1 to 255"
      case ("IPV6_TCLASS", let value?) where !(-1...255).contains(value): return "IPV6_TCLASS is -1 to 255"
      default: break
      }
      if level == .udp, call.control.contains(where: { $0.symbol == "UDP_SEGMENT" }) {
        return
          "UDP_SEGMENT cuts \(Plural.bytes(call.dataCount)) into datagrams of \(message.number ?? 0): the kernel takes neither a size of 0, nor one above the path MTU, nor more than 64 or 128 datagrams at once"
      }
    }
    return nil
  }

  private var wrongFile: String? {
    guard let handle,
      let source = call.arguments.compactMap(\.descriptor).dropFirst().first.flatMap({ table.owner(of: $0) })
    else { return nil }
    return
      "\(source.name) is \(source.kind.isSocket ? "a socket" : "a \(source.kind.word)"), and sendfile reads from a file: to move bytes between \(source.name) and \(handle.name), use splice"
  }

  private var groupAndInterface: String? {
    guard call.optionToSet == "SO_BINDTODEVICE" else { return nil }
    return "the name of an interface has at most 15 bytes"
  }

  private var outOfRange: String? {
    guard let (symbol, form, bytes) = setting, let range = SocketOption.named(symbol)?.range,
      let value = form.int(of: bytes),
      !range.contains(value)
    else { return nil }
    return "\(symbol) takes \(range.text)"
  }

  /// Whether it was to reach another machine from an address that only this machine knows.
  private var leavesLoopback: Bool {
    guard let handle, handle.kind.isInternet, let local = handle.endpoints.local, let address else { return false }
    return local.isLoopback && !local.isWildcard && !address.isLoopback
  }

  private var wrongPorts: String? {
    guard let (symbol, form, bytes) = setting, form == .ports, bytes.count == 4 else { return nil }
    let (low, high) = (Int(bytes[0]) | Int(bytes[1]) << 8, Int(bytes[2]) | Int(bytes[3]) << 8)
    return low > high && high > 0 ? "\(symbol) takes the lowest port first, and \(low) is above \(high)" : nil
  }

  /// Options that belong to what a socket has not begun yet, see do_tcp_setsockopt in net/ipv4/tcp.c.
  private var tooLate: String? {
    guard let (symbol, _, _) = setting else { return nil }
    if symbol.hasPrefix("IP_MULTICAST_"), isStream { return "\(symbol) is for datagrams, and \(name) carries a stream" }
    guard let state, state != .closed, state != .bound else { return nil }
    switch symbol {
    case "TCP_FASTOPEN" where state != .listen, "TCP_FASTOPEN_CONNECT":
      return "\(symbol) must be set before the connection: \(name) is in \(state.name)"
    case "TCP_WINDOW_CLAMP":
      return "TCP_WINDOW_CLAMP 0 is for a socket without a connection: \(name) is in \(state.name)"
    default: return nil
    }
  }

  /// Why an option is unknown: a fresh socket of the kind shows whether it is so for all of them.
  var noSuchOption: String? {
    guard let kind = handle?.kind, let option = call.symbolOfOption.flatMap({ SocketOption.named($0) }) else {
      return nil
    }
    guard option.applies(to: kind) else {
      return "\(option.symbol) is an option of \(option.level.home), and \(name) is a \(kind.word) socket"
    }
    let isUnknown = observed.isUnknown(option, kind, errno)
    return isUnknown
      ? "no \(kind.word) socket of this kernel has the option \(option.symbol)"
      : "\(option.symbol) can be read on a \(kind.word) socket, but not set"
  }

  private var noGroup: String? {
    guard isJoining, let (_, form, bytes) = setting, let first = bytes.first else { return nil }
    switch form {
    case .membership, .sourceMembership:
      return first >> 4 == 14 ? nil : "a multicast group is an address of 224.0.0.0/4"
    case .membership6: return first == 0xff ? nil : "a multicast group is an address of ff00::/8"
    default: return nil
    }
  }

  /// The option that setsockopt was to set, and to what.
  private var setting: (symbol: String, form: OptionForm, bytes: [UInt8])? {
    guard let symbol = call.optionToSet, call.arguments.count > 3, case .option(let form, let bytes) = call.arguments[3]
    else { return nil }
    return (symbol, form, bytes)
  }

  /// Which end of a pipe was asked for what the other is there for.
  var wrongEnd: String? {
    guard let handle, handle.kind == .pipe else { return nil }
    if let oneOfTwo { return oneOfTwo }
    return isSending ? "\(name) is the end that is read from" : "\(name) is the end that is written to"
  }
}

extension Argument {
  /// Whether it is an address whose length is given by hand.
  fileprivate var isAddressByHand: Bool {
    if case .symbol(let text) = self { return text.hasPrefix("{AF_") }
    return false
  }
}

extension SocketOption.Level {
  /// Whose options they are, for people.
  fileprivate var home: String {
    switch self {
    case .socket: "all sockets"
    case .ip: "IPv4"
    case .ipv6: "IPv6"
    case .tcp: "TCP"
    case .udp: "UDP"
    case .packet: "packet sockets"
    }
  }
}
