import Text

/// Writes pcapng: the bytes of one block after the other, which together are a file. Times have nanoseconds.
package struct PcapngWriter {
  private var interfaces = 0

  package init() {}

  /// What a file begins with.
  ///
  /// - Parameter application: The program that writes it.
  package func header(application: String) -> [UInt8] {
    // The length of the section is not known beforehand: all ones.
    let body =
      Self.word(PcapngBlock.byteOrderMagic) + Self.short(1) + Self.short(0) + [UInt8](repeating: 0xff, count: 8)
    return Self.block(PcapngBlock.section, body, [(PcapngOption.application, Array(application.utf8))])
  }

  /// An interface. Its packets name it by how many were written before it.
  package mutating func interface(_ interface: CaptureInterface, limit: Int) -> [UInt8] {
    interfaces += 1
    let body = Self.short(interface.link.number) + Self.short(0) + Self.word(UInt32(truncatingIfNeeded: limit))
    let name = interface.name.map { [(PcapngOption.interfaceName, Array($0.utf8))] } ?? []
    return Self.block(PcapngBlock.interface, body, name + [(PcapngOption.resolution, [9])])
  }

  /// A packet. What is written of an interface that was not is nothing.
  package func packet(_ packet: CapturedPacket) -> [UInt8] {
    guard (0..<interfaces).contains(packet.interface) else { return [] }
    let time = UInt64(bitPattern: packet.time)
    var body = Self.word(UInt32(packet.interface))
    body += Self.word(UInt32(time >> 32)) + Self.word(UInt32(truncatingIfNeeded: time))
    body += Self.word(UInt32(packet.bytes.count)) + Self.word(UInt32(truncatingIfNeeded: packet.originalLength))
    body += Self.fill(packet.bytes)
    return Self.block(
      PcapngBlock.enhancedPacket, body, packet.comments.map { (PcapngOption.comment, Array($0.utf8)) })
  }

  private static func block(_ type: UInt32, _ body: [UInt8], _ options: [(code: UInt16, value: [UInt8])]) -> [UInt8] {
    var bytes = body
    for (code, value) in options {
      // A length has 16 bits.
      let value = Array(value.prefix(0xffff))
      bytes += short(code) + short(UInt16(value.count)) + fill(value)
    }
    if !options.isEmpty { bytes += short(0) + short(0) }
    let length = word(UInt32(bytes.count + 12))
    return word(type) + length + bytes + length
  }

  /// `bytes`, filled up to whole words.
  private static func fill(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: PcapngBlock.padded(bytes.count) - bytes.count)
  }

  private static func short(_ number: UInt16) -> [UInt8] { number.littleEndian.bytesInMemory }
  private static func word(_ number: UInt32) -> [UInt8] { number.littleEndian.bytesInMemory }
}
