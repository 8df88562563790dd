import SessionLanguage
import Sockets

extension Command {
  static let capability = Command(
    name: "capability", group: .network,
    parameters: [
      Parameter("CHANGE", .choice(["drop", "raise"])),
      Parameter("CAPABILITY", .choice(Capability.allCases.map(\.description))),
    ],
    summary: "Take a capability of root out of effect, or put it back.",
    korean: "root의 권한(capability) 하나를 끄거나 다시 켭니다.",
    manual: """
      An isolated session is root in its own network: it binds to port 80 and opens raw sockets. After capability drop
      CAP_NET_RAW it is told EPERM, as an ordinary user is. CAP_NET_BIND_SERVICE is for ports below 1024, CAP_NET_RAW for raw and
      packet sockets, CAP_NET_ADMIN for the network and for some options.
      Only an isolated session may do this (@isolated, or sockplay --isolated). See capabilities(7).
      """,
    examples: [
      "@isolated", "socket a tcp = fd", "capability drop CAP_NET_BIND_SERVICE = 0", "bind a 127.0.0.1:80 = -1 EACCES",
      "capability raise CAP_NET_BIND_SERVICE = 0", "bind a 127.0.0.1:80 = 0",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let change = try arguments.text(0)
    guard ["drop", "raise"].contains(change) else {
      throw .invalid("change", change, at: arguments.span(0), label: "drop or raise")
    }
    let capability = try arguments.row(1, "capability", among: Capability.allCases.map(\.description)) { name in
      Capability.allCases.first { $0.description == name.uppercased() }
    }
    try table.requireIsolation(at: arguments.line.words[0].span, "capability changes what this program may do")
    let raises = change == "raise"
    let call = Call("capset", .symbol("{effective \(raises ? "|= " : "&= ~")(1<<\(capability))}"))
    return .call(Invocation(call, on: nil) { _ in capability.set(raises) })
  }
}
