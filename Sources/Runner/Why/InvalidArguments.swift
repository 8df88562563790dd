import Commands
import Sockets

// Arguments that the kernel does not take: values out of their range, addresses of the wrong sort, the wrong end of a
// pipe.
extension Reason.Context {
  /// Why a call failed with EINVAL, where its arguments show it.
  var invalidArgument: String? {
    switch call.name {
    case "setsockopt": return outOfRange ?? noGroup ?? wrongPorts ?? tooLate
    case "connect" where leavesLoopback, _ where isSending && leavesLoopback:
      return "\(name) is bound to \(local): nothing leaves this machine from a loopback address"
    case "listen" where isUNIX && handle?.endpoints.local == nil: return "\(name) has no address: bind it first"
    case "ioctl" where state == .listen: return "\(name) listens: it has no data to count"
    case "splice", "tee": return unspliceable
    case _
    where isSending && call.address?.port == 0 && handle?.kind.isInternet == true && handle?.kind.type == .datagram:
      return "nothing can be sent to port 0"
    case _ where isUNIX && isStream && handle?.peer == nil && (state == .unconnected || state == .bound) && !isSending:
      return "\(name) has no connection"
    default: return nil
    }
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
    let isUnknown = table.kernel.freshValues(of: [option], kind).first == .failed(errno)
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

extension SocketOption.Level {
  /// Whose options they are, for people.
  fileprivate var home: String {
    switch self {
    case .socket: "all sockets"
    case .ip: "IPv4"
    case .ipv6: "IPv6"
    case .tcp: "TCP"
    case .udp: "UDP"
    }
  }
}
