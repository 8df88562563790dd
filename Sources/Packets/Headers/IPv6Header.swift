/// The header of IPv6 with its extension headers, see RFC 8200.
package struct IPv6Header: Sendable, Equatable {
  /// Where it begins in its packet.
  package let offset: Int
  package let trafficClass: UInt8
  package let flowLabel: UInt32
  /// What follows the first 40 bytes: extension headers and data.
  package let payloadLength: UInt16
  package let hopLimit: UInt8
  package let source, destination: IPAddress
  package private(set) var extensions: [IPv6Extension] = []
  /// The protocol after the last extension header.
  package private(set) var protocolNumber: UInt8

  /// With its extension headers.
  package var headerLength: Int { 40 + extensions.reduce(0) { $0 + $1.length } }

  /// Where in the whole it belongs, if it is a fragment.
  package var fragment: IPv6Fragment? { extensions.lazy.compactMap(\.fragment).first }
  package var isFragment: Bool { fragment.map { $0.offset > 0 || $0.hasMore } ?? false }

  init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
    var reader = try ByteReader(bytes, "IPv6 header", size: 40)
    offset = bytes.startIndex
    let first: UInt32 = try reader.number()
    guard first >> 28 == 6 else { throw Malformed("IPv6 header", "version \(first >> 28)") }
    trafficClass = UInt8(truncatingIfNeeded: first >> 20)
    flowLabel = first & 0xf_ffff
    payloadLength = try reader.number()
    protocolNumber = try reader.byte()
    hopLimit = try reader.byte()
    source = try reader.ipv6Address()
    destination = try reader.ipv6Address()
    var rest = reader.rest
    while let name = IPv6Extension.name(protocolNumber), fragment.map({ $0.offset == 0 }) ?? true {
      let found = try IPv6Extension(rest, protocolNumber, name)
      extensions.append(found)
      protocolNumber = found.next
      rest = rest.dropFirst(found.length)
    }
  }
}

/// An extension header.
package struct IPv6Extension: Sendable, Equatable {
  package let number: UInt8
  package let name: String
  /// In bytes.
  package let length: Int
  fileprivate let next: UInt8
  package let fragment: IPv6Fragment?

  fileprivate init(_ bytes: ArraySlice<UInt8>, _ number: UInt8, _ name: String) throws(Malformed) {
    var reader = try ByteReader(bytes, "IPv6 \(name) header", size: 8)
    (self.number, self.name) = (number, name)
    next = try reader.byte()
    let units = Int(try reader.byte())
    let isFragment = number == 44
    // The authentication header counts words of 4 bytes, and two of them less than there are.
    length = isFragment ? 8 : number == 51 ? (units + 2) * 4 : (units + 1) * 8
    guard length <= bytes.count else { throw .truncated("IPv6 \(name) header", after: bytes.count, of: length) }
    guard isFragment else {
      fragment = nil
      return
    }
    let word: UInt16 = try reader.number()
    fragment = IPv6Fragment(
      offset: Int(word & 0xfff8), hasMore: word & 1 != 0, identification: try reader.number())
  }

  fileprivate static func name(_ number: UInt8) -> String? {
    switch number {
    case 0: "Hop-by-Hop Options"
    case 43: "Routing"
    case 44: "Fragment"
    case 51: "Authentication"
    case 60: "Destination Options"
    default: nil
    }
  }
}

/// Where a fragment of IPv6 belongs.
package struct IPv6Fragment: Sendable, Equatable {
  /// In bytes.
  package let offset: Int
  package let hasMore: Bool
  package let identification: UInt32
}
