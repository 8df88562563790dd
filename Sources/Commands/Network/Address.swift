import SessionLanguage
import Sockets

extension Command {
  static let address = Command(
    name: "address", group: .network, traits: .takesHost,
    parameters: [
      Parameter("ACTION", .choice(["add", "delete"])), Parameter("ADDRESS/LENGTH", .text),
      Parameter("dev", .choice(["dev"]), optional: true),
      Parameter("INTERFACE", .text, optional: true) { _ in .words(Interface.all().map(\.name)) },
    ],
    summary: "Give an interface an address, or take it away.",
    korean: "인터페이스에 주소를 붙이거나 뗍니다.",
    manual: """
      LENGTH is the prefix length: how many bits of the address name the network. Without dev INTERFACE it is lo, where every
      address of that network can be bound and connected to.
      A message of rtnetlink(7) is the call. The result that is shown is the kernel's answer to it.
      Only a session in a network of its own may do this (@isolated, or sockplay --isolated). interfaces shows them.
      """,
    examples: [
      "@isolated", "address add 192.0.2.1/24 = 0", "socket a udp = fd", "bind a 192.0.2.1:53 = 0",
      "address add 192.0.2.1/24 = -1 EEXIST", "address delete 192.0.2.1/24 = 0",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let adds = try arguments.adds(0)
    let address = try arguments.prefix(1)
    if arguments.count > 2, try arguments.text(2) != "dev" {
      throw .unknown("word", try arguments.text(2), at: arguments.span(2), among: ["dev"])
    }
    let interface = arguments.count > 2 ? try arguments.interface(3) : (name: "lo", index: 1)
    try table.requireIsolation(at: arguments.line.words[0].span, "address changes the network")
    let text = "\(address.host)/\(address.length), dev \(interface.name)"
    return .call(
      .change(adds ? "RTM_NEWADDR" : "RTM_DELADDR", adds: adds, text) {
        $0.change(address, on: interface.index, adds: adds)
      })
  }
}
