/// The header of IPv4, see RFC 791.
package struct IPv4Header: Sendable, Equatable {
  /// Where it begins in its packet.
  package let offset: Int
  /// In 32-bit words.
  package let headerWords: UInt8
  /// Six bits of differentiated services and two of congestion notification.
  package let service: UInt8
  package let totalLength: UInt16
  package let identification: UInt16
  package let dontFragment, moreFragments: Bool
  /// In bytes.
  package let fragmentOffset: Int
  package let timeToLive: UInt8
  package let protocolNumber: UInt8
  package let checksum: UInt16
  package let verdict: ChecksumVerdict
  package let source, destination: IPAddress
  package let options: [IPv4Option]

  package var headerLength: Int { Int(headerWords) * 4 }
  /// Whether it is not the whole of what was sent.
  package var isFragment: Bool { moreFragments || fragmentOffset > 0 }

  init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
    var reader = try ByteReader(bytes, "IPv4 header", size: 20)
    offset = bytes.startIndex
    let first = try reader.byte()
    guard first >> 4 == 4 else { throw Malformed("IPv4 header", "version \(first >> 4)") }
    headerWords = first & 15
    guard headerWords >= 5 else {
      throw Malformed("IPv4 header", "a length of \(headerWords) words, at least 5 are needed")
    }
    service = try reader.byte()
    totalLength = try reader.number()
    identification = try reader.number()
    let fragment: UInt16 = try reader.number()
    (dontFragment, moreFragments) = (fragment & 0x4000 != 0, fragment & 0x2000 != 0)
    fragmentOffset = Int(fragment & 0x1fff) * 8
    timeToLive = try reader.byte()
    protocolNumber = try reader.byte()
    checksum = try reader.number()
    source = try reader.ipv4Address()
    destination = try reader.ipv4Address()
    let length = Int(headerWords) * 4
    options = IPv4Option.list(try reader.takeHeader(upTo: length))
    verdict = ChecksumVerdict(of: checksum, over: bytes.prefix(length))
    guard totalLength == 0 || Int(totalLength) >= length else {
      throw Malformed("IPv4 header", "a total length of \(totalLength), less than the header's \(length) bytes")
    }
  }
}

/// An option of IPv4. Only its kind is explained; on today's networks there are hardly any.
package struct IPv4Option: Sendable, Equatable {
  package let kind: UInt8
  /// Without kind and length.
  package let data: [UInt8]
  /// Whether its length fits into the header.
  package let isWhole: Bool

  package var name: String {
    switch kind {
    case 0: "End of Options"
    case 1: "No-Operation"
    case 7: "Record Route"
    case 68: "Timestamp"
    case 130: "Security"
    case 131: "Loose Source Route"
    case 137: "Strict Source Route"
    case 148: "Router Alert"
    default: "option \(kind)"
    }
  }

  fileprivate static func list(_ bytes: ArraySlice<UInt8>) -> [IPv4Option] {
    var (rest, options) = (bytes, [IPv4Option]())
    while let kind = rest.popFirst() {
      guard kind > 1 else {
        options.append(IPv4Option(kind: kind, data: [], isWhole: true))
        if kind == 0 { break }
        continue
      }
      let length = Int(rest.popFirst() ?? 0) - 2
      guard length >= 0, length <= rest.count else {
        options.append(IPv4Option(kind: kind, data: Array(rest), isWhole: false))
        break
      }
      options.append(IPv4Option(kind: kind, data: Array(rest.prefix(length)), isWhole: true))
      rest = rest.dropFirst(length)
    }
    return options
  }
}
