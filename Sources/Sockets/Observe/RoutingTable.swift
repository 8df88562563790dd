import CSockets
import Glibc

/// A route of this network namespace. Rules say which table is looked at for a packet; without rules of a user's own it
/// is the main one.
package struct Route: Sendable {
  /// With its prefix length, such as `10.0.0.0/8`; `default` and `default6` for all destinations.
  package let destination: String
  package let type: RouteType
  package let metric: Int
  /// The number of its table.
  package let table: UInt32
  /// Never empty: one route may lead to several, and the kernel chooses one for each flow.
  package private(set) var hops: [Hop]

  /// Where it leads next.
  package struct Hop: Sendable {
    /// nil if the destination is on the link. It may be of another family than the route.
    package let gateway: String?
    /// `*` if none is named.
    package let interface: String
    /// Its share among all next hops.
    package let weight: Int
    /// Whether it is not used, because its interface is down.
    package let isDead: Bool
  }

  /// What they are asked by.
  package static let source = "RTM_GETROUTE"
  /// RT_TABLE_MAIN of rtnetlink(7).
  private static let mainTable: UInt32 = 254
  /// RT_TABLE_LOCAL of rtnetlink(7), which the kernel fills with this machine's own addresses.
  private static let localTable: UInt32 = 255

  package var isOfMainTable: Bool { table == Self.mainTable }
  /// Whether it rejects the packets that it matches: unreachable, prohibit or blackhole.
  package var isRefused: Bool { type.isRefusal }
  /// The gateway of its first next hop.
  package var gateway: String? { hops[0].gateway }
  /// The interface of its first next hop.
  package var interface: String { hops[0].interface }

  /// All routes except those of the local table: IPv4 first, those of the main table before the others. See
  /// `rtnetlink(7)`.
  /// - Returns: nil if the kernel does not list them.
  package static func list() -> [Route]? {
    var listed: [sockplay_listed_route] = []
    let error = withUnsafeMutablePointer(to: &listed) { listed in
      Descriptors.beyondSoftLimit {
        -sockplay_list_routes(
          { context, route in
            context!.assumingMemoryBound(to: [sockplay_listed_route].self).pointee.append(route!.pointee)
          }, listed)
      }
    }
    guard error == 0 else { return nil }
    let names = Interface.names()
    var routes: [Route] = []
    for next in listed where next.table != localTable {
      guard let type = RouteType(rawValue: next.type) else { continue }
      if next.hop > 0, !routes.isEmpty {
        routes[routes.count - 1].hops.append(Hop(next, names))
      } else {
        routes.append(Route(next, type, Hop(next, names)))
      }
    }
    return routes.filter(\.isOfMainTable) + routes.filter { !$0.isOfMainTable }
  }

  /// The routes of the main table.
  package static func all() -> [Route] { (list() ?? []).filter(\.isOfMainTable) }

  /// The route for packets to `address`: the matching one with the longest prefix; nil if none matches.
  package static func best(for address: SocketAddress, among routes: [Route] = all()) -> Route? {
    let fitting = routes.filter { $0.type != .throw && $0.fits(address) }
    return fitting.max { ($0.prefix, $1.metric) < ($1.prefix, $0.metric) }
  }

  private init(_ listed: sockplay_listed_route, _ type: RouteType, _ hop: Hop) {
    let bytes = IPPrefix.bytes(listed.destination, listed.family)
    destination = IPPrefix(family: Int32(listed.family), bytes: bytes, length: Int(listed.prefix)).description
    (self.type, table, metric, hops) = (type, listed.table, Int(listed.metric), [hop])
  }

  private var prefix: Int { IPPrefix(destination)?.length ?? 0 }

  /// Whether `address` is one of its destinations.
  func fits(_ address: SocketAddress) -> Bool { IPPrefix(destination)?.contains(address) ?? false }
}

extension Route.Hop {
  fileprivate init(_ listed: sockplay_listed_route, _ names: [UInt32: String]) {
    let family = listed.gateway_family
    gateway = family == 0 ? nil : SocketAddress.text(ofHost: IPPrefix.bytes(listed.gateway, family), Int32(family))
    interface = listed.interface == 0 ? "*" : names[listed.interface] ?? "\(listed.interface)"
    (weight, isDead) = (Int(listed.weight), listed.is_dead)
  }
}
