import SessionLanguage
import Sockets

extension Command {
  static let link = Command(
    name: "link", group: .network, traits: .takesHost,
    parameters: [
      Parameter("INTERFACE", .text) { _ in .words(Interface.all().map(\.name)) },
      Parameter("CHANGE", .choice(["up", "down", "mtu"])), Parameter("MTU", .integer, optional: true),
    ],
    summary: "Take an interface up or down, or set its MTU.",
    korean: "인터페이스를 켜거나 끄거나, MTU를 정합니다.",
    manual: """
      The MTU is the most bytes of a packet. While lo is down, this machine does not reach itself either.
      A message of rtnetlink(7) is the call. The result that is shown is the kernel's answer to it.
      Only a session in a network of its own may do this (@isolated, or sockplay --isolated). interfaces shows them.
      """,
    examples: [
      "@isolated", "link lo mtu 1500 = 0", "link lo down = 0", "interfaces", "link lo up = 0",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let interface = try arguments.interface(0)
    let change = try arguments.text(1)
    guard ["up", "down", "mtu"].contains(change) else {
      throw .invalid("change", change, at: arguments.span(1), label: "up, down or mtu NUMBER")
    }
    guard (change == "mtu") == (arguments.count > 2) else {
      throw change == "mtu"
        ? .missing("the number", at: arguments.span(2), example: "link lo mtu 1500")
        : Diagnostic("\(change) takes no number", at: arguments.span(2))
    }
    let mtu = try arguments.integer(2, default: 0, in: 0...Int(UInt32.max))
    try table.requireIsolation(at: arguments.line.words[0].span, "link changes the network")
    let text = "\(interface.name), " + (change == "mtu" ? "IFLA_MTU \(mtu)" : change == "up" ? "IFF_UP" : "~IFF_UP")
    return .call(
      .change("RTM_NEWLINK", adds: false, text) {
        change == "mtu"
          ? $0.setLink(interface.index, mtu: UInt32(mtu)) : $0.setLink(interface.index, up: change == "up")
      })
  }
}
