import CSockets
import Glibc
import Text

/// A route of the main table that is to be added or deleted.
package struct RouteRequest: Sendable {
  package let type: RouteType
  package let destination: IPPrefix
  package let gateway: IPPrefix?
  /// The index of its interface; 0 for none.
  package let interface: UInt32

  package init(type: RouteType, destination: IPPrefix, gateway: IPPrefix?, interface: UInt32) {
    (self.type, self.destination, self.gateway, self.interface) = (type, destination, gateway, interface)
  }
}

/// Changes of the network namespace that this process is in. Each returns 0, or -1 with the errno of the kernel's answer,
/// and takes the kernel's own words for what is wrong, where it has some.
extension Received {
  /// Adds a route, or deletes it. See `rtnetlink(7)`.
  package mutating func change(_ route: RouteRequest, adds: Bool) -> Int {
    var asked = sockplay_route()
    (asked.family, asked.type) = (UInt8(route.destination.family), route.type.rawValue)
    (asked.prefix, asked.interface) = (UInt8(route.destination.length), route.interface)
    withUnsafeMutableBytes(of: &asked.destination) { $0.copyBytes(from: route.destination.bytes) }
    if let gateway = route.gateway {
      asked.has_gateway = true
      withUnsafeMutableBytes(of: &asked.gateway) { $0.copyBytes(from: gateway.bytes) }
    }
    return change { sockplay_change_route(adds, &asked, $0) }
  }

  /// Gives an interface an address, or takes it away. See `rtnetlink(7)`.
  package mutating func change(_ address: IPPrefix, on interface: UInt32, adds: Bool) -> Int {
    change { sockplay_change_address(adds, address.family, address.bytes, UInt8(address.length), interface, $0) }
  }

  /// Takes an interface up or down. See `rtnetlink(7)`.
  package mutating func setLink(_ interface: UInt32, up isUp: Bool) -> Int {
    change { sockplay_change_link(interface, isUp, 0, $0) }
  }

  /// Sets the MTU of an interface. See `rtnetlink(7)`.
  package mutating func setLink(_ interface: UInt32, mtu: UInt32) -> Int {
    change { sockplay_change_link(interface, false, mtu, $0) }
  }

  /// Ends the socket of `kind` with these endpoints and this cookie: SOCK_DESTROY of `sock_diag(7)`.
  package mutating func destroy(_ kind: SocketKind, _ endpoints: Endpoints, cookie: UInt64) -> Int {
    let none = SocketAddress.ipv6(0, 0, port: 0, scope: 0)
    let (local, peer) = (endpoints.local ?? none, endpoints.peer ?? none)
    guard var from = local.diagnosticHost, var to = peer.diagnosticHost else {
      errno = EOPNOTSUPP
      return -1
    }
    return change {
      sockplay_destroy(
        kind.domain.rawValue, kind.isTCP ? Int32(IPPROTO_TCP) : Int32(IPPROTO_UDP), &from, local.port.bigEndian, &to,
        peer.port.bigEndian, cookie, $0)
    }
  }

  /// The errno of `body` must still stand when this returns.
  private mutating func change(_ body: (UnsafeMutablePointer<CChar>) -> Int32) -> Int {
    var message = [CChar](repeating: 0, count: Int(SOCKPLAY_MESSAGE_SIZE))
    let result = body(&message)
    let number = errno
    let text = String(untilNUL: message)
    if !text.isEmpty { details = .filled(inC: text) }
    errno = number
    return Int(result)
  }
}
