import Commands
import Sockets

// Why packets did not arrive: this machine's routes say so, as far as they decide it.
extension Reason.Context {
  /// ENETUNREACH.
  var noNetwork: String? {
    guard let target else { return nil }
    // tcp_v4_connect and tcp_v6_connect turn these down themselves, whatever the routes are.
    if isStream, target.isMulticast {
      return "a stream has one machine at its other end, and \(target.host) is a multicast address"
    }
    if isStream, isBroadcast(target) {
      return "a stream has one machine at its other end, and \(target.host) is a broadcast address"
    }
    if isInOtherNetworkNamespace {
      return "no route of the network namespace of \(name) leads to \(target.host), or a router answered that none does"
    }
    if let device {
      return "no route leads to \(target.host) through \(device), the interface that SO_BINDTODEVICE binds \(name) to"
    }
    if let id, table.option("SO_DONTROUTE", of: id) == 1 {
      return "SO_DONTROUTE is on for \(name), and no network of this machine's own has \(target.host)"
    }
    guard let route = Route.best(for: target) else { return "no route leads to \(target.host)" }
    return "\(way(route)), so a router or a firewall answered that no network has \(target.host)"
  }

  /// EHOSTUNREACH.
  var noHost: String? {
    guard let target else { return nil }
    guard !isInOtherNetworkNamespace, device == nil, let route = Route.best(for: target) else {
      return
        "no machine answered at \(target.host) on its own network, or a route, a router or a firewall turned it down"
    }
    if route.isRefused { return "the route \(route.destination) of this machine turns it down (unreachable)" }
    let next = route.gateway ?? target.host
    switch Neighbour.answers(next) {
    case false: return "no machine answered at \(next) on the network of \(route.interface) (ARP)"
    case true: return "\(way(route)), where \(next) can be reached: a router or a firewall turned it down"
    case nil: return "\(way(route)), and \(next) did not answer there, or a router or a firewall turned it down"
    }
  }

  /// EACCES, where a route forbids it.
  var forbiddingRoute: String? {
    guard let target, !isInOtherNetworkNamespace, let route = Route.best(for: target), route.isRefused else {
      return nil
    }
    return "the route \(route.destination) of this machine forbids packets there (prohibit)"
  }

  private var isInOtherNetworkNamespace: Bool { id.map { table.isInOtherNetworkNamespace($0) } ?? false }

  private var device: String? {
    guard let id, let option = SocketOption.named("SO_BINDTODEVICE"), let bytes = table.value(of: option, on: id) else {
      return nil
    }
    let name = option.form.text(bytes)
    return name.isEmpty ? nil : name
  }

  private func way(_ route: Route) -> String {
    "the route \(route.destination) leads through \(route.interface)" + (route.gateway.map { " to \($0)" } ?? "")
  }
}
