/// What a route does with the packets that it matches, RTN_… of rtnetlink(7).
package enum RouteType: UInt8, CaseIterable, Sendable {
  case unicast = 1
  case local = 2
  case broadcast = 3
  case anycast = 4
  case multicast = 5
  case blackhole = 6
  case unreachable = 7
  case prohibit = 8
  case `throw` = 9

  /// Whether it refuses the packets that it matches.
  package var isRefusal: Bool { [.blackhole, .unreachable, .prohibit].contains(self) }

  package var symbol: String { "RTN_\(self)".uppercased() }
}
