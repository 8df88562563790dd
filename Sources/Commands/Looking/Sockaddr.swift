import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let sockaddr = Command(
    name: "sockaddr", group: .looking,
    parameters: [.address, Parameter("FAMILY", .choice(kinds), optional: true)],
    summary: "Show the bytes of an address in memory, field by field.",
    manual: """
      FAMILY says how to read :80 and localhost:80: AF_INET, AF_INET6, a kind such as tcp6, or a handle of that kind.
      Ports and IP addresses are in network byte order, the highest byte first, whatever the machine's own order is:
      htons and htonl convert to it, ntohs and ntohl back. The family stays in the machine's own order.
      A struct sockaddr is 2 + 14 bytes; sockaddr_storage, 128 bytes, has room for every family.
      """,
    examples: [
      "sockaddr 127.0.0.1:80", "sockaddr localhost:30000 tcp6", "socket a tcp6 = fd", "sockaddr :0 a",
      "sockaddr unix:@name",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let domain = arguments.count > 1 ? try domain(arguments, table) : nil
    let address = try arguments.address(0, for: domain ?? .ipv4)
    if let domain, address.familySymbol != domain.symbol {
      throw Diagnostic(
        "\(address) is not an \(domain.symbol) address", at: arguments.span(0),
        label: "its family is \(address.familySymbol)",
        help: domain == .ipv6 ? "IPv4 in IPv6 is written [::ffff:\(address.host)]:\(address.port)" : nil)
    }
    return .report(picture(address))
  }

  private static let kinds = ["AF_INET", "AF_INET6", "AF_UNIX"] + SocketKind.words.map(\.word)

  private static func domain(_ arguments: Arguments, _ table: HandleTable) throws(Diagnostic) -> Domain {
    let text = try arguments.text(1)
    if let id = table.find(text) { return id.kind.domain }
    if let kind = SocketKind.words.first(where: { $0.word == text })?.kind { return kind.domain }
    if let value = ConstantTable.families.value(text) { return Domain(rawValue: value) }
    throw .unknown(
      "family", text, at: arguments.span(1), among: kinds + table.names,
      help: "there are " + kinds.joined(separator: ", ") + ", or name a handle")
  }

  private static func picture(_ address: SocketAddress) -> Listing {
    let rows = address.layout.map { [$0.offset.description, $0.name, hex($0.bytes), $0.value, $0.remark] }
    let (name, size) = address.structure
    let table = Table(
      [["OFFSET", "FIELD", "BYTES", "VALUE", ""]] + rows, yielding: [.end(4), .end(2), .end(3)])
    return ["struct \(name), \(Plural.bytes(size)); the length passed with it is \(address.length)"]
      + Listing(table) + Listing(byteOrder(address))
  }

  /// What htons does to this port on this machine.
  private static func byteOrder(_ address: SocketAddress) -> [String] {
    guard address.port != 0 else { return [] }
    let (port, stored) = (address.port, address.port.bigEndian)
    let machine = port == stored ? "big-endian, so that nothing changes" : "little-endian"
    return [
      "htons(\(port)) = \(stored): \(port) is 0x\(digits(port)); its high byte \(hex([UInt8(port >> 8)])) goes first, "
        + "and read on this machine (\(machine)) that is 0x\(digits(stored))"
    ]
  }

  private static func digits(_ number: UInt16) -> String {
    hex([UInt8(number >> 8), UInt8(number & 255)]).filter { $0 != " " }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map(\.hexDigits).joined(separator: " ")
  }
}
