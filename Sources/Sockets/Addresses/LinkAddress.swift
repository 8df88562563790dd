import Glibc
import Text

/// The contents of a `struct sockaddr_ll`, see packet(7).
package struct LinkAddress: Sendable, Hashable {
  /// The index of an interface; 0 for all.
  package let interface: Int32
  /// The EtherType in host byte order, such as ETH_P_IP; 0 for none.
  package let type: UInt16
  /// The hardware type (ARPHRD_…), which the kernel fills in.
  package let hardware: UInt16
  /// The packet type (PACKET_HOST, PACKET_OUTGOING …), which the kernel fills in.
  package let packet: UInt8
  /// The hardware address.
  package let bytes: [UInt8]

  package init(interface: Int32, type: UInt16 = 0, hardware: UInt16 = 0, packet: UInt8 = 0, bytes: [UInt8] = []) {
    self.interface = interface
    self.type = type
    self.hardware = hardware
    self.packet = packet
    self.bytes = bytes
  }

  /// `lo:ETH_P_IP:02:00:00:00:00:01`; unset parts are left out.
  var text: String {
    let address =
      bytes.contains { $0 != 0 }
      ? ":" + bytes.map(\.hexDigits).joined(separator: ":") : ""
    let type = type == 0 && address.isEmpty ? "" : ":" + ConstantTable.etherTypes.symbol(Int32(type))
    return Self.name(of: interface) + type + address
  }

  /// Parses an interface, a type and a hardware address; nil if `text` is not of that form.
  init?(text: Substring) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard let interface = Self.index(of: parts[0]) else { return nil }
    var type: UInt16 = 0
    if parts.count > 1 {
      guard let number = ConstantTable.etherTypes.value(parts[1]) ?? Int32(numeralOrHex: parts[1]),
        let short = UInt16(exactly: number)
      else { return nil }
      type = short
    }
    var bytes: [UInt8] = []
    if parts.count > 2 {
      let digits = parts[2].split(separator: ":", omittingEmptySubsequences: false)
      bytes = digits.compactMap { UInt8(hexDigits: $0.utf8) }
      guard bytes.count == digits.count, bytes.count <= 8 else { return nil }
    }
    self.init(interface: interface, type: type, bytes: bytes)
  }

  /// Linux gives loopback the first index in every network namespace. The C function is `if_indextoname`.
  private static func name(of index: Int32) -> String {
    if index == 0 { return "any" }
    if index == 1 { return "lo" }
    var buffer = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    guard if_indextoname(UInt32(bitPattern: index), &buffer) != nil else { return "\(index)" }
    // A name may contain control characters.
    return SocketAddress.printable(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  /// The index as a C program would find it, such as `if_nametoindex("lo")`.
  static func inC(interface index: Int32) -> String {
    let name = name(of: index)
    return index == 0 || name == "\(index)" ? "\(index)" : "if_nametoindex(\"\(name)\")"
  }

  /// The C function is `if_nametoindex`.
  private static func index(of name: String) -> Int32? {
    if name == "any" { return 0 }
    if name == "lo" { return 1 }
    if let number = Int32(numeral: name) { return number < 0 ? nil : number }
    // C would read the text up to a NUL and ignore the rest.
    let bytes = SocketAddress.unescaped(Array(name.utf8))
    guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
    let index = (bytes + [0]).withUnsafeBytes { if_nametoindex($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
    return index == 0 ? nil : Int32(bitPattern: index)
  }
}
