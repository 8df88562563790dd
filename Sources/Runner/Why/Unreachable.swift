import Commands
import Sockets

// Why packets did not arrive, or did not leave: this machine's addresses, options and routes say so, as far as they
// decide it.
extension Reason.Context {
  /// ENETUNREACH.
  var noNetwork: String? {
    guard let target else { return nil }
    // tcp_v4_connect and tcp_v6_connect turn these down themselves, whatever the routes are.
    if isStream, target.isMulticast {
      return "a stream has one machine at its other end, and \(target.host) is a multicast address"
    }
    if isStream, observed.isBroadcast(target) {
      return "a stream has one machine at its other end, and \(target.host) is a broadcast address"
    }
    if let otherFamily { return otherFamily }
    if isInOtherNetworkNamespace {
      return "no route of the network namespace of \(name) leads to \(target.host), or a router answered that none does"
    }
    if let source = foreignSource { return source }
    if let lacking = scopeLacking(target) { return lacking }
    if let device, let handle {
      return "no route leads to \(target.host) through \(device), the interface that "
        + (observed.isTiedByOption(handle)
          ? "SO_BINDTODEVICE binds \(name) to"
          : "\(name) is tied to, by SO_BINDTODEVICE or by the scope of an address")
    }
    if let handle, observed.option("SO_DONTROUTE", of: handle) == 1 {
      return "SO_DONTROUTE is on for \(name), and no network of this machine's own has \(target.host)"
    }
    if target.isLoopback {
      return observed.downLoopback
        ?? "this kernel did not send it: \(target.host) is of this machine, and no route leads there"
    }
    guard let route = observed.route(to: target) else { return "no route leads to \(target.host)" }
    if observed.downInterface(of: route) != nil { return "\(way(route)), and \(route.interface) is down" }
    return isRefusedHere
      ? "this kernel did not send it: another table or a rule of its routing turns \(target.host) down, though \(way(route))"
      : "\(way(route)); a router or a firewall answered that no network has \(target.host), or a rule of this machine's routing turned it down"
  }

  /// EHOSTUNREACH.
  var noHost: String? {
    guard let earlierTarget else { return unreachedHost }
    return unreachedHost.map { "this is how the connect to \(earlierTarget) ended: \($0)" }
  }

  private var unreachedHost: String? {
    guard let target else { return nil }
    if target.isLoopback || observed.hasAddress(target), !isInOtherNetworkNamespace {
      return "\(target.host) is of this machine: a firewall's rule or a route of its own turned it down"
    }
    guard !isInOtherNetworkNamespace, device == nil, let route = observed.route(to: target) else {
      return
        "no machine answered at \(target.host) on its own network, or a route, a router or a firewall turned it down"
    }
    if route.type == .unreachable {
      return "the route \(route.destination) of this machine turns it down (unreachable)"
    }
    guard route.hops.count == 1 else {
      return "\(way(route)): nobody answered there, or a router or a firewall turned it down"
    }
    let next = route.gateway ?? target.host
    switch observed.answers(next) {
    case false: return "no machine answered at \(next) on the network of \(route.interface) (ARP)"
    case true: return "\(way(route)), where \(next) can be reached: a router or a firewall turned it down"
    case nil: return "\(way(route)), and \(next) did not answer there, or a router or a firewall turned it down"
    }
  }

  /// EACCES, where a route forbids it.
  var forbiddingRoute: String? {
    guard let target, !isInOtherNetworkNamespace, let route = observed.route(to: target), route.type == .prohibit else {
      return nil
    }
    return "the route \(route.destination) of this machine forbids packets there (prohibit)"
  }

  /// EINVAL, where a route drops everything.
  var droppingRoute: String? {
    guard isSending || call.name == "connect", let target, target.isInternet, !isInOtherNetworkNamespace,
      let route = observed.route(to: target), route.type == .blackhole
    else { return nil }
    return "the route \(route.destination) of this machine drops all packets there (blackhole)"
  }

  private var isInOtherNetworkNamespace: Bool { handle.map { observed.isInOtherNetworkNamespace($0) } ?? false }

  /// The interface that it is tied to.
  var device: String? {
    handle.flatMap { observed.text(of: "SO_BINDTODEVICE", of: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func way(_ route: Route) -> String {
    "the route \(route.destination) leads through \(route.way)"
  }

  /// Whether nothing but this kernel can have turned the packet down: an unconnected datagram socket hears of no ICMP
  /// message unless IP_RECVERR is on, see udp(7).
  private var isRefusedHere: Bool {
    guard let handle, handle.kind.type != .stream, isSending, handle.endpoints.peer == nil else { return false }
    return observed.option(handle.kind.domain == .ipv6 ? "IPV6_RECVERR" : "IP_RECVERR", of: handle) == 0
  }
}

extension Observations {
  /// Why no packet to `address` leaves this machine; nil where its routes lead there.
  func lostWay(to address: SocketAddress) -> String? {
    if address.isLoopback || hasAddress(address) { return downLoopback }
    guard let route = route(to: address) else {
      let own = interfaces.first { !$0.flags.contains("UP") && $0.addresses.contains { $0.network.contains(address) } }
      return "no route of the main table leads to \(address.host)"
        + (own.map { ", and \($0.name), whose network has it, is down" } ?? "")
    }
    if route.isRefused { return "the route \(route.destination) of this machine turns it down (\(route.type))" }
    return downInterface(of: route)
  }

  /// That the interface of `route` is down; nil where it is not, or where another one may be taken.
  func downInterface(of route: Route) -> String? {
    route.hops.allSatisfy { isDown($0.interface) }
      ? "\(route.interface), through which the route \(route.destination) leads, is down" : nil
  }

  /// Whether this machine has the interface `name`, and it is down.
  func isDown(_ name: String) -> Bool {
    interfaces.first { $0.name == name }.map { !$0.flags.contains("UP") } ?? false
  }

  /// Why nothing reaches a loopback address.
  var downLoopback: String? {
    guard let loopback = interfaces.first(where: { $0.flags.contains("LOOPBACK") }) else {
      return "this machine has no loopback interface"
    }
    return loopback.flags.contains("UP") ? nil : "\(loopback.name) is down, and nothing gets through"
  }
}

// MARK: - Before anything is sent

extension Reason.Context {
  /// Why an IPv6 socket reaches no IPv4 address.
  var otherFamily: String? {
    guard let handle, handle.kind.domain == .ipv6, let target else { return nil }
    let local = handle.endpoints.local
    guard case .ipv4 = target.unmapped else {
      if let local, case .ipv4 = local.unmapped, target.isInternet {
        return
          "\(name) is bound to the IPv4 address \(local.host), from which no IPv6 address can be reached: nothing was sent"
      }
      return nil
    }
    // Such a socket has IPV6_V6ONLY on, too: bind has set it.
    if let local, case .ipv6 = local.unmapped, !local.isWildcard {
      return
        "\(name) is bound to the IPv6 address \(local.host), from which no IPv4 address can be reached: nothing was sent"
    }
    return observed.option("IPV6_V6ONLY", of: handle) == 1
      ? "IPV6_V6ONLY is on for \(name), so it reaches no IPv4 address: nothing was sent" : nil
  }

  /// That the source address, which a control message names or bind has set, is not of this machine.
  private var foreignSource: String? {
    for message in call.control where message.symbol.hasSuffix("_PKTINFO") {
      guard let source = message.packetSource, !source.isWildcard, !source.isLoopback, !observed.hasAddress(source)
      else { continue }
      return
        "\(message.symbol) names \(source.host) as the source, and this machine does not have that address: nothing was sent"
    }
    // ip_route_output_key turns it down, whatever the routes are.
    guard let handle, let local = handle.endpoints.local, case .ipv4 = local, !local.isWildcard, !local.isLoopback,
      !observed.hasAddress(local), observed.option("IP_TRANSPARENT", of: handle) == 0
    else { return nil }
    return
      "\(name) is bound to \(local.host), which this machine does not have; without IP_TRANSPARENT nothing is sent from there"
  }

  /// That a link-local address was given without the interface on whose link it is.
  func scopeLacking(_ address: SocketAddress) -> String? {
    guard case .ipv6(let high, _, let port, 0) = address, high >> 54 == 0xfe80 >> 6, device == nil else { return nil }
    let having = observed.interfaces.filter { $0.flags.contains("UP") }
    let own = having.first { $0.has(address.host) }
    let example = own ?? having.first { !$0.flags.contains("LOOPBACK") } ?? having.first
    let hint = example.map { ", such as [\(address.host)%\($0.name)]:\(port)" } ?? ""
    return "\(address.host) is a link-local address and needs its interface\(hint)"
  }
}
