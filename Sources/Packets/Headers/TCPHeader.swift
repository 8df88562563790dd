/// The header of TCP, see RFC 9293.
package struct TCPHeader: Sendable, Equatable {
  /// Where it begins in its packet.
  package let offset: Int
  package let sourcePort, destinationPort: UInt16
  package let sequence, acknowledgment: UInt32
  /// In 32-bit words.
  package let headerWords: UInt8
  package let flags: TCPFlags
  package let window: UInt16
  package let checksum: UInt16
  package let urgentPointer: UInt16
  package let options: [TCPOption]

  package var headerLength: Int { Int(headerWords) * 4 }

  init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
    var reader = try ByteReader(bytes, "TCP header", size: 20)
    offset = bytes.startIndex
    sourcePort = try reader.number()
    destinationPort = try reader.number()
    sequence = try reader.number()
    acknowledgment = try reader.number()
    let word: UInt16 = try reader.number()
    headerWords = UInt8(word >> 12)
    flags = TCPFlags(rawValue: word & 0xfff)
    window = try reader.number()
    checksum = try reader.number()
    urgentPointer = try reader.number()
    guard headerWords >= 5 else {
      throw Malformed("TCP header", "a length of \(headerWords) words, at least 5 are needed")
    }
    options = TCPOption.list(try reader.takeHeader(upTo: Int(headerWords) * 4))
  }
}

/// The control bits, and the reserved ones before them.
package struct TCPFlags: OptionSet, Sendable, Hashable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let fin = TCPFlags(rawValue: 1 << 0), syn = TCPFlags(rawValue: 1 << 1)
  package static let rst = TCPFlags(rawValue: 1 << 2), psh = TCPFlags(rawValue: 1 << 3)
  package static let ack = TCPFlags(rawValue: 1 << 4), urg = TCPFlags(rawValue: 1 << 5)
  package static let ece = TCPFlags(rawValue: 1 << 6), cwr = TCPFlags(rawValue: 1 << 7)

  /// From the lowest bit to the highest, as Wireshark lists them.
  package static let named: [(flag: TCPFlags, name: String)] = [
    (fin, "FIN"), (syn, "SYN"), (rst, "RST"), (psh, "PSH"), (ack, "ACK"), (urg, "URG"), (ece, "ECE"), (cwr, "CWR"),
  ]

  /// Those that are set.
  package var names: [String] { Self.named.filter { contains($0.flag) }.map(\.name) }

  /// What begins, ends or breaks off a connection.
  static let edges: TCPFlags = [.syn, .fin, .rst]
}
