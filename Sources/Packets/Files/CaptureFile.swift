/// What a capture file holds.
package struct CaptureFile: Sendable, Equatable {
  package var interfaces: [CaptureInterface] = []
  package var packets: [CapturedPacket] = []
  /// What its writer said of the whole of it.
  package var comments: [String] = []
  /// Why it could not be read to its end: it was cut off, or what follows is not what its format says. What was read
  /// before that is there.
  package var problem: String?

  package init() {}
}

/// An interface whose packets a file has.
package struct CaptureInterface: Sendable, Equatable {
  package let link: LinkType
  /// As the system calls it; nil where the file does not say.
  package let name: String?

  package init(link: LinkType, name: String?) { (self.link, self.name) = (link, name) }
}

/// One packet of a capture.
package struct CapturedPacket: Sendable, Equatable {
  /// The index of its interface.
  package let interface: Int
  /// When, in nanoseconds from the beginning of 1970.
  package let time: Int64
  /// What was captured of it.
  package let bytes: [UInt8]
  /// How many bytes it had.
  package let originalLength: Int
  package let comments: [String]

  package init(interface: Int = 0, time: Int64, bytes: [UInt8], originalLength: Int? = nil, comments: [String] = []) {
    (self.interface, self.time, self.bytes, self.comments) = (interface, time, bytes, comments)
    self.originalLength = originalLength ?? bytes.count
  }
}

extension CaptureFile {
  /// Reads a file of pcap or pcapng, in either byte order.
  ///
  /// - Throws: Why it is neither.
  package init(reading bytes: [UInt8]) throws(Malformed) {
    guard let magic = bytes.count >= 4 ? Array(bytes[..<4]) : nil else {
      throw Malformed("capture file", bytes.isEmpty ? "it is empty" : "it has only \(bytes.count) bytes")
    }
    switch magic {
    case PcapngBlock.sectionMagic: self = PcapngReader.read(bytes)
    default:
      guard let format = PcapFormat(magic: magic) else {
        throw Malformed("capture file", "it begins like neither a pcap nor a pcapng file")
      }
      self = try PcapReader.read(bytes, format)
    }
  }

  /// The packet at `index`, taken apart.
  package func packet(_ index: Int) -> Packet? {
    guard packets.indices.contains(index) else { return nil }
    let captured = packets[index]
    return Packet(captured.bytes, link: link(of: captured), originalLength: captured.originalLength)
  }

  private func link(of packet: CapturedPacket) -> LinkType {
    interfaces.indices.contains(packet.interface) ? interfaces[packet.interface].link : .ethernet
  }
}

/// Numbers in the byte order of the machine that wrote a file.
struct FileNumbers {
  let isBigEndian: Bool

  /// The first `count` bytes as a number.
  private func number(_ bytes: ArraySlice<UInt8>, _ count: Int) -> UInt64 {
    let bytes = bytes.prefix(count)
    return isBigEndian
      ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The number of 2 bytes at `offset` from the beginning of `bytes`; what is not there counts as 0.
  func short(_ bytes: ArraySlice<UInt8>, at offset: Int = 0) -> UInt16 {
    UInt16(truncatingIfNeeded: number(bytes.dropFirst(offset), 2))
  }

  /// The same of 4 bytes.
  func word(_ bytes: ArraySlice<UInt8>, at offset: Int = 0) -> UInt32 {
    UInt32(truncatingIfNeeded: number(bytes.dropFirst(offset), 4))
  }

  /// The same of 8 bytes.
  func long(_ bytes: ArraySlice<UInt8>, at offset: Int = 0) -> UInt64 { number(bytes.dropFirst(offset), 8) }
}
