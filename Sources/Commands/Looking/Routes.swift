import SessionLanguage
import Sockets

extension Command {
  static let routes = Command(
    name: "routes", group: .looking, traits: .takesHost,
    summary: "Show which way packets go, as ip route and netstat -r do.",
    korean: "패킷이 가는 길을 봅니다. ip route, netstat -r과 같습니다.",
    manual: """
      The longest prefix that matches an address wins, then the lowest metric. Loopback needs no route here: it has a table of its own.
      refused instead of a gateway marks a route that rejects what it matches (unreachable, prohibit, blackhole).
      route adds and deletes them.
      """,
    examples: ["routes"]
  ) { (_, _) throws(Diagnostic) in
    let found = Route.all()
    let rows = found.map {
      [$0.destination, $0.isRefused ? "refused" : $0.gateway ?? "-", $0.interface, "\($0.metric)"]
    }
    guard !rows.isEmpty else { return .report(["there are no routes: only this machine itself can be reached"]) }
    return .table(
      ["DESTINATION", "GATEWAY", "INTERFACE", "METRIC"], rows, yielding: [.middle(1), .middle(0)],
      values: found.map {
        [
          "destination": .text($0.destination), "gateway": .optional($0.gateway), "interface": .text($0.interface),
          "metric": .number($0.metric), "refused": .boolean($0.isRefused),
        ]
      })
  }
}
