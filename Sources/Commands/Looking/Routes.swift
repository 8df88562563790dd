import SessionLanguage
import Sockets

extension Command {
  static let routes = Command(
    name: "routes", group: .looking, traits: .takesHost,
    summary: "Show which way packets go, as ip route and netstat -r do.",
    korean: "패킷이 가는 길을 봅니다. ip route, netstat -r과 같습니다.",
    manual: """
      The longest prefix that matches an address wins, then the lowest metric. A route may have several gateways, each on
      a line of its own: the kernel chooses one for each flow.
      unreachable, prohibit or blackhole instead of a gateway marks a route that refuses what it matches.
      If there are routes in other tables than main, TABLE shows the table of each. The table local, which leads to this
      machine's own addresses, is left out, and so are the other attributes that ip route shows.
      route adds and deletes them.
      """,
    examples: ["routes"]
  ) { (_, _) throws(Diagnostic) in
    guard let found = Route.list() else { return .report(["the kernel does not list its routes here"]) }
    guard !found.isEmpty else { return .report(["there are no routes: only this machine itself can be reached"]) }
    let tables = found.contains { !$0.isOfMainTable }
    return .table(
      ["DESTINATION", "GATEWAY", "INTERFACE", "METRIC"] + (tables ? ["TABLE"] : []),
      found.flatMap { rows($0, withTable: tables) }, yielding: [.middle(1), .middle(0)],
      below: tables ? ["rules decide which table a packet uses: ip rule shows them"] : [],
      values: found.flatMap(values))
  }

  /// A row for each next hop.
  private static func rows(_ route: Route, withTable: Bool) -> [[String]] {
    route.hops.enumerated().map { number, hop in
      let table = !withTable ? [] : [number > 0 ? "" : route.isOfMainTable ? "main" : "\(route.table)"]
      let (destination, metric) = number > 0 ? ("", "") : (route.destination, "\(route.metric)")
      return [destination, way(hop, of: route), hop.interface, metric] + table
    }
  }

  private static func way(_ hop: Route.Hop, of route: Route) -> String {
    let parts = [
      route.type == .unicast ? nil : "\(route.type)", hop.gateway,
      route.hops.count > 1 ? "weight \(hop.weight)" : nil, hop.isDead ? "dead" : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? "-" : parts.joined(separator: " ")
  }

  private static func values(_ route: Route) -> [Row] {
    route.hops.map {
      [
        "destination": .text(route.destination), "gateway": .optional($0.gateway), "interface": .text($0.interface),
        "metric": .number(route.metric), "refused": .boolean(route.isRefused), "type": .text("\(route.type)"),
        "weight": .number($0.weight), "dead": .boolean($0.isDead), "table": .number(Int(route.table)),
      ]
    }
  }
}
