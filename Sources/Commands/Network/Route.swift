import SessionLanguage
import Sockets

extension Command {
  static let route = Command(
    name: "route", group: .network, traits: .takesHost,
    parameters: [
      Parameter("ACTION", .choice(["add", "delete"])),
      Parameter("ROUTE", .text, repeats: true) { .words($0.routeWords) },
    ],
    summary: "Add or delete a route.",
    korean: "경로를 더하거나 지웁니다.",
    manual: """
      ROUTE is a destination such as 192.0.2.0/24 or default (default6 for IPv6), then via GATEWAY or dev INTERFACE or both. Or it
      is a word and a destination whose packets are refused: connect and send then fail with
        unreachable  EHOSTUNREACH
        prohibit     EACCES
        blackhole    EINVAL
      With dev lo alone, packets leave and nobody takes them: connect waits until ETIMEDOUT.
      A message of rtnetlink(7) is the call. The result that is shown is the kernel's answer to it.
      Only a session in a network of its own may do this (@isolated, or sockplay --isolated). routes shows them.
      """,
    examples: [
      "@isolated", "route add prohibit 192.0.2.0/24 = 0", "socket a tcp = fd", "connect a 192.0.2.1:80 = -1 EACCES",
      "route add 198.51.100.0/24 via 203.0.113.1 = -1 ENETUNREACH", "route delete 192.0.2.0/24 = 0", "routes",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let adds = try arguments.adds(0)
    let route = try arguments.route(from: 1)
    try table.requireIsolation(at: arguments.line.words[0].span, "route changes the network")
    return .call(
      .change(adds ? "RTM_NEWROUTE" : "RTM_DELROUTE", adds: adds, route.text) { $0.change(route.request, adds: adds) })
  }
}

extension RouteType {
  /// The words for those that refuse.
  fileprivate static let words = allCases.filter(\.isRefusal).map { "\($0)" }
}

extension Arguments {
  /// A route as ip(8) writes it, and as text for a call in C form.
  fileprivate func route(from start: Int) throws(Diagnostic) -> (request: RouteRequest, text: String) {
    let first = try text(start)
    let type = RouteType.allCases.first { $0.isRefusal && "\($0)" == first }
    let place = type == nil ? start : start + 1
    let destination = try prefix(place)
    var (gateway, interface) = (IPPrefix?.none, (name: String, index: UInt32)?.none)
    var index = place + 1
    while index < count {
      let word = try text(index)
      switch word {
      case "via": gateway = try prefix(index + 1)
      case "dev": interface = try self.interface(index + 1)
      default: throw .unknown("route word", word, at: span(index), among: ["via", "dev"])
      }
      index += 2
    }
    let parts = [
      "\((type ?? .unicast).symbol) \(destination)", gateway.map { "via \($0.host)" },
      interface.map { "dev \($0.name)" },
    ]
    return (
      RouteRequest(
        type: type ?? .unicast, destination: destination, gateway: gateway, interface: interface?.index ?? 0),
      parts.compactMap { $0 }.joined(separator: ", ")
    )
  }
}

extension CompletionContext {
  /// What may follow the words of a route so far.
  fileprivate var routeWords: [String] {
    if words.last == "dev" { return Interface.all().map(\.name) }
    return words.count == 2 ? RouteType.words + ["default"] : ["via", "dev"]
  }
}
