import SessionLanguage
import Sockets
import Text

extension Command {
  static let interfaces = Command(
    name: "interfaces", group: .looking,
    summary: "Show this machine's interfaces and addresses, as ip addr does.",
    manual:
      "The number after an address is its prefix length: how many bits name the network. address and link change them.",
    examples: ["interfaces"]
  ) { (_, _) throws(Diagnostic) in
    let found = Interface.all()
    let rows = found.map { interface in
      [
        "\(interface.index)", interface.name, interface.mtu.map { "\($0)" } ?? "-",
        interface.addresses.isEmpty ? "-" : interface.addresses.joined(separator: " "),
        interface.flags.joined(separator: ","),
      ]
    }
    return .report(
      Columns.align([["INDEX", "NAME", "MTU", "ADDRESSES", "FLAGS"]] + rows),
      values: found.map { interface in
        [
          "index": .number(interface.index), "name": .text(interface.name),
          "mtu": interface.mtu.map { .number($0) } ?? .none, "addresses": .list(interface.addresses),
          "flags": .list(interface.flags),
        ]
      })
  }
}
