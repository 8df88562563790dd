import SessionLanguage
import Sockets

extension Command {
  static let interfaces = Command(
    name: "interfaces", group: .looking, traits: .takesHost,
    summary: "Show this machine's interfaces and addresses, as ip addr does.",
    korean: "이 컴퓨터의 인터페이스와 주소를 봅니다. ip addr와 같습니다.",
    manual: """
      The number after an address is its prefix length: how many bits name the network. After peer comes the address of the
      other end of the link, and the prefix length is then that one's. address and link change them.
      """,
    examples: ["interfaces"]
  ) { (_, _) throws(Diagnostic) in
    let found = Interface.all()
    let rows = found.flatMap { interface in
      let first = [
        "\(interface.index)", interface.name, interface.mtu.map { "\($0)" } ?? "-",
        interface.addresses.first?.description ?? "-",
        interface.flags.joined(separator: ","),
      ]
      return [first] + interface.addresses.dropFirst().map { ["", "", "", $0.description, ""] }
    }
    return .table(
      ["INDEX", "NAME", "MTU", "ADDRESSES", "FLAGS"], rows, yielding: [.end(4), .middle(3)],
      values: found.map { interface in
        [
          "index": .number(interface.index), "name": .text(interface.name),
          "mtu": interface.mtu.map { .number($0) } ?? .none, "addresses": .list(interface.addresses.map(\.description)),
          "flags": .list(interface.flags),
        ]
      })
  }
}
