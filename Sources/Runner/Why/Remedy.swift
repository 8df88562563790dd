import Commands
import SessionLanguage
import Sockets

/// What a person could do about a failure, in one sentence each.
enum Remedy {
  static func lines(_ context: Reason.Context) -> [String] {
    (rows[context.errno.symbol]?(context) ?? []).filter { !$0.isEmpty }
  }

  private static let rows: [String: @Sendable (Reason.Context) -> [String]] = [
    "EADDRINUSE": { $0.addressRemedies },
    "EADDRNOTAVAIL": { context in
      if context.isJoining { return [] }
      if context.sameConnection != nil { return ["another local port, or another peer, makes another connection"] }
      guard context.call.name == "bind" || context.call.optionToSet != nil else {
        let isWithoutSource = context.address.map {
          context.scopeLacking($0) != nil || context.noSource(for: $0) != nil
        }
        return isWithoutSource == true ? [] : Array(context.portRemedies.prefix(1))
      }
      let mine = context.observed.interfaces.flatMap(\.addresses).map(\.host)
      return [
        "this machine has \(mine.joined(separator: ", "))"
          + (context.call.name == "bind" ? "; :PORT means all of them" : "")
      ]
    },
    "EACCES": { $0.accessRemedies },
    "EPERM": { $0.permissionRemedies },
    "ECONNREFUSED": { context in
      if context.handle?.kind.isInternet == true, !context.isStream {
        let isUnconnected = context.handle?.endpoints.peer == nil
        return ["what is sent next goes out again: the error is reported once"]
          + (isUnconnected ? ["recvmsg \(context.name) 64 MSG_ERRQUEUE shows where it was sent (IP_RECVERR)"] : [])
      }
      if context.call.address == nil, context.isUNIX { return ["connect \(context.name) to a socket that is open"] }
      if context.call.address == nil { return ["start a server there, and connect again"] }
      if let leftover = context.leftoverRemedy { return [leftover] }
      if let neighbour = context.neighbourRemedy { return [neighbour] }
      return [
        context.handle?.kind.type != .datagram
          ? "start a server there first: bind, then listen" : "start a server there first: bind"
      ]
    },
    "ENETUNREACH": { context in
      if context.otherFamily != nil { return context.otherFamilyRemedies }
      if context.target.flatMap({ context.scopeLacking($0) }) != nil { return [] }
      return ["routes shows which way packets go"]
        + (context.observed.hasRoutes ? [] : ["this machine has no routes at all"])
        + (context.target?.isLoopback == true && context.observed.isDown("lo")
          ? ["loopback is down: ip link set lo up"] : [])
    },
    "ENOTCONN": { context in
      context.state == .listen
        ? ["a listener carries no data: accept \(context.name) takes a connection from its queue"]
        : ["connect \(context.name) first" + (context.isStream ? ", or take a socket that accept made" : "")]
    },
    "EINVAL": { context in
      if context.call.name.hasPrefix("accept") {
        return context.state == .listen || context.unknownFlags != nil ? [] : ["listen \(context.name) first"]
      }
      if context.address.flatMap({ context.scopeLacking($0) }) != nil { return [] }
      return context.call.name == "bind" && context.handle?.endpoints.hasLocal == true
        ? ["a socket is bound only once: make another socket"] : []
    },
    "EPIPE": { context in
      if context.handle?.kind == .pipe { return ["close \(context.name)"] }
      if context.state == .listen { return ["accept \(context.name) takes a connection from its queue: send on that"] }
      if context.hasNoConnection { return ["connect \(context.name) first"] }
      let unread = (context.handle?.snapshot.unread ?? 0) > 0
      return (unread ? ["recv \(context.name): what came before can still be read"] : []) + ["close \(context.name)"]
    },
    "ECONNRESET": { context in ["the connection is over: close \(context.name), and connect a new socket"] },
    "EISCONN": { context in
      if context.state == .listen || context.isUNIX { return ["make another socket"] }
      return ["connect \(context.name) unspec takes the peer away; or make another socket"]
    },
    "ECONNABORTED": { context in context.call.name == "connect" ? ["connect \(context.name) again"] : [] },
    "EAGAIN": { context in
      if context.call.has("MSG_ERRQUEUE") { return [] }
      if context.noPortToSendFrom != nil { return context.portRemedies }
      if context.call.splicedDescriptors != nil, context.timeout == nil, !context.call.has("SPLICE_F_NONBLOCK") {
        return ["with nonblock off on both ends the call waits"]
      }
      if context.call.has("SPLICE_F_NONBLOCK") { return ["without SPLICE_F_NONBLOCK the call waits"] }
      guard context.timeout == nil else {
        return ["with setsockopt \(context.name) \(context.timeoutOption) 0s the call waits as long as it takes"]
      }
      let flag = context.call.has("MSG_DONTWAIT") ? "without MSG_DONTWAIT" : nil
      let mode =
        context.handle.map(context.observed.table.isNonblocking) == true ? "with nonblock \(context.name) off" : nil
      let changes = [flag, mode].compactMap(\.self)
      return changes.isEmpty ? [] : [changes.joined(separator: " and ") + " the call waits"]
    },
    "EINPROGRESS": { context in
      ["when \(context.name) is writable, getsockopt \(context.name) SO_ERROR shows how it ended"]
    },
    "EALREADY": { context in ["wait until \(context.name) is writable, then getsockopt \(context.name) SO_ERROR"] },
    "EMSGSIZE": { context in
      let name = context.name
      if context.fitsSendBuffer { return ["setsockopt \(name) SO_SNDBUF makes room for longer ones"] }
      guard let handle = context.handle, handle.kind.isInternet else { return ["send less at a time"] }
      if context.isReportOfPath(handle) {
        return ["send it again: this is told once, and what is sent next goes out in fragments"]
      }
      let symbol = handle.isIPv6(to: context.address) ? "IPV6_MTU" : "IP_MTU"
      return ["send less at a time; connect \(name) first, and getsockopt \(name) \(symbol) shows the path MTU"]
    },
    "EDESTADDRREQ": { context in ["sendto \(context.name) DATA ADDRESS, or connect \(context.name) ADDRESS"] },
    "EPROTOTYPE": { _ in ["both ends must be of the same type"] },
    "EMFILE": { _ in ["fds shows what is open"] },
    "ETIMEDOUT": { $0.timeRemedies },
  ]
}

extension Reason.Context {
  /// Which limit to change, of those that ended a handshake or a connection.
  fileprivate var timeRemedies: [String] {
    guard let handle, handle.kind.isTCP else { return [] }
    if observed.option("TCP_USER_TIMEOUT", of: handle) ?? 0 > 0 {
      if situation?.isOver == true {
        return ["on the next socket, TCP_USER_TIMEOUT 0ms leaves the limit to the kernel"]
      }
      return ["setsockopt \(name) TCP_USER_TIMEOUT 0ms leaves the limit to the kernel"]
    }
    if let situation, situation.isOver {
      guard situation.unansweredKeepAlives != nil else { return ["sysctl retries shows how often the kernel tries"] }
      let isOwn = handle.optionsSet.keys.contains { $0.hasPrefix("TCP_KEEP") }
      return [
        isOwn
          ? "TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT of \(name) say when and how often the kernel asks"
          : "sysctl keepalive shows when and how often the kernel asks"
      ]
    }
    return [
      handle.optionsSet["TCP_SYNCNT"] != nil
        ? "setsockopt \(name) TCP_SYNCNT sets how often the SYN is sent again"
        : "sysctl retries shows how often the kernel tries"
    ]
  }

  /// What to do about a file that nobody has a socket for: bind fails as long as it is there.
  fileprivate var leftoverRemedy: String? {
    guard let handle, let address = call.address, case .unix(let path) = address, address.isPath,
      AddressOwners.of(address, handle.kind, except: nil, in: observed).isEmpty
    else { return nil }
    switch observed.file(at: path, follows: true) {
    case .other: return "take the path of a socket"
    case .socket: return "remove the file, and start a server there: bind fails as long as it exists"
    default: return nil
    }
  }

  /// Where the server is that listens on the port elsewhere.
  fileprivate var neighbourRemedy: String? {
    guard let handle, let address = call.address, handle.kind.isInternet, isStream else { return nil }
    guard let neighbour = ConnectionRefusal(address, handle, observed).neighbour, let local = neighbour.endpoints.local
    else { return nil }
    let reachable = local.reachable
    if reachable.familySymbol == address.familySymbol { return "connect \(name) \(reachable)" }
    return "connect a \(reachable.familySymbol == "AF_INET6" ? "tcp6" : "tcp") socket to \(reachable)"
  }

  fileprivate var otherFamilyRemedies: [String] {
    guard handle?.endpoints.local?.isWildcard != false else {
      return ["an IPv6 socket that is bound to :: with IPV6_V6ONLY off reaches both families"]
    }
    return ["setsockopt \(name) IPV6_V6ONLY off, before its bind; or take an IPv4 socket"]
  }

  fileprivate var accessRemedies: [String] {
    if case .unix(let path)? = call.address {
      let path = String(decoding: path, as: UTF8.self)
      return call.name == "bind"
        ? ["take a path in a directory of your own, or below /tmp"]
        : ["ls -l \(Literal.visible(path)) shows who may write to it"]
    }
    switch call.name {
    case "bind": return ["take a higher port, or run sockplay as root: sudo sockplay"]
    case "socket"
    where call.arguments.last == .symbol("IPPROTO_ICMP") || call.arguments.last == .symbol("IPPROTO_ICMPV6"):
      return [#"root lets every group send pings with sysctl -w net.ipv4.ping_group_range="0 2147483647""#]
    case "socket", "setsockopt": return Privilege.remedies(self)
    case "connect", "sendto", "sendmsg", "sendmmsg":
      return needsBroadcast ? ["setsockopt \(name) SO_BROADCAST on"] : []
    default: return []
    }
  }

  fileprivate var permissionRemedies: [String] {
    switch call.name {
    case "pidfd_getfd":
      return ["sockets shows whose process it is: take one of your own user, or run sockplay as root: sudo sockplay"]
    case "socket", "setsockopt": return Privilege.remedies(self)
    case _ where call.control.contains { $0.symbol == "SO_MARK" }: return Privilege.remedies(self)
    default: return []
    }
  }
}
