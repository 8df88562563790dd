import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let sockaddr = Command(
    name: "sockaddr", group: .looking,
    parameters: [.address, Parameter("FAMILY", .choice(kinds), optional: true)],
    summary: "Show the bytes of an address in memory, field by field.",
    korean: "메모리에 놓인 주소를 필드마다 바이트로 보여 줍니다.",
    manual: """
      FAMILY says how to read :80 and localhost:80: AF_INET, AF_INET6, a kind such as tcp6, or a handle of that kind.
      With sockaddr or sockaddr_storage after the address, the bytes are shown in that struct, which can hold any family.
      Ports and IP addresses are in network byte order, the highest byte first, whatever the machine's own order is:
      htons and htonl convert to it, ntohs and ntohl back. The family stays in the machine's own order.
      A struct sockaddr is 2 + 14 bytes; sockaddr_storage, 128 bytes, has room for every family.
      """,
    examples: [
      "sockaddr 127.0.0.1:80", "sockaddr localhost:30000 tcp6", "socket a tcp6 = fd", "sockaddr :0 a",
      "sockaddr unix:@name", "sockaddr 127.0.0.1:80 sockaddr", "sockaddr [::1]:80 sockaddr_storage",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    if arguments.count > 1, let structure = GeneralStructure(rawValue: try arguments.text(1)) {
      return .report(try picture(arguments.address(0, for: .ipv4), as: structure, at: arguments.span(1)))
    }
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

  private static let kinds =
    ["AF_INET", "AF_INET6", "AF_UNIX"] + GeneralStructure.allCases.map(\.rawValue) + SocketKind.words.map(\.word)

  private static func domain(_ arguments: Arguments, _ table: HandleTable) throws(Diagnostic) -> Domain {
    let text = try arguments.text(1)
    if let handle = table.find(text) { return handle.kind.domain }
    if let kind = SocketKind.words.first(where: { $0.word == text })?.kind { return kind.domain }
    if let value = ConstantTable.families.value(text) { return Domain(rawValue: value) }
    throw .unknown(
      "family", text, at: arguments.span(1), among: kinds + table.names,
      help: "there are " + kinds.joined(separator: ", ") + ", or name a handle")
  }

  private static func picture(_ address: SocketAddress) -> Listing {
    let (name, size) = address.structure
    return picture(address, name, size, address.layout) + Listing(byteOrder(address))
  }

  private static func picture(_ address: SocketAddress, as structure: GeneralStructure, at span: Span?)
    throws(Diagnostic) -> Listing
  {
    guard let fields = address.layout(as: structure) else {
      throw Diagnostic(
        "\(address) does not fit into a struct \(structure.rawValue)", at: span,
        label: "\(Plural.bytes(structure.size)), and a \(address.structure.name) needs \(address.length)",
        help: "sockaddr_storage has room for every family")
    }
    return picture(address, structure.rawValue, structure.size, fields)
  }

  private static func picture(_ address: SocketAddress, _ name: String, _ size: Int, _ fields: [MemoryField]) -> Listing
  {
    let rows = fields.map { [$0.offset.description, $0.name, hex($0.bytes), $0.value, $0.remark] }
    let table = Table(
      [["OFFSET", "FIELD", "BYTES", "VALUE", ""]] + rows, yielding: [.end(4), .end(2), .end(3)])
    return ["struct \(name), \(Plural.bytes(size)); the length passed with it is \(address.length)"] + Listing(table)
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
