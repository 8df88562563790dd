/// An option of TCP, with the bytes that it has in the header.
package struct TCPOption: Sendable, Equatable {
  package let content: Content
  /// From its kind on.
  package let bytes: [UInt8]

  package enum Content: Sendable, Equatable {
    case end
    case noOperation
    case maximumSegmentSize(UInt16)
    case windowScale(UInt8)
    case sackPermitted
    case sack([Block])
    case timestamps(value: UInt32, echo: UInt32)
    /// Empty where a client asks for a cookie.
    case fastOpen(cookie: [UInt8])
    case unknown(kind: UInt8)
    /// A length that the option does not have, or that is not there.
    case malformed(kind: UInt8)
  }

  /// A block that has arrived out of order: from its left edge up to, not including, its right edge.
  package struct Block: Sendable, Equatable {
    package let left, right: UInt32

    package init(left: UInt32, right: UInt32) { (self.left, self.right) = (left, right) }
  }

  static func list(_ bytes: ArraySlice<UInt8>) -> [TCPOption] {
    var (rest, options) = (bytes, [TCPOption]())
    while let kind = rest.first {
      guard kind > 1 else {
        options.append(TCPOption(content: kind == 0 ? .end : .noOperation, bytes: [kind]))
        if kind == 0 { break }
        rest = rest.dropFirst()
        continue
      }
      let length = rest.dropFirst().first.map { Int($0) } ?? 0
      guard length >= 2, length <= rest.count else {
        options.append(TCPOption(content: .malformed(kind: kind), bytes: Array(rest)))
        break
      }
      options.append(TCPOption(kind, Array(rest.prefix(length))))
      rest = rest.dropFirst(length)
    }
    return options
  }

  private init(content: Content, bytes: [UInt8]) { (self.content, self.bytes) = (content, bytes) }

  private init(_ kind: UInt8, _ bytes: [UInt8]) {
    let data = bytes.dropFirst(2)
    self.init(content: Self.content(kind, data) ?? .malformed(kind: kind), bytes: bytes)
  }

  /// The content of an option that has a length; nil if it is not the one that it must have.
  private static func content(_ kind: UInt8, _ data: ArraySlice<UInt8>) -> Content? {
    switch kind {
    case 2: data.count == 2 ? .maximumSegmentSize(UInt16(number(data, 0))) : nil
    case 3: data.count == 1 ? data.first.map { .windowScale($0) } : nil
    case 4: data.isEmpty ? .sackPermitted : nil
    case 5:
      data.count % 8 == 0
        ? .sack(
          stride(from: 0, to: data.count, by: 8).map {
            Block(left: number(data.dropFirst($0), 0), right: number(data.dropFirst($0 + 4), 0))
          }) : nil
    case 8: data.count == 8 ? .timestamps(value: number(data, 0), echo: number(data.dropFirst(4), 0)) : nil
    case 34: .fastOpen(cookie: Array(data))
    // Before it had a number of its own, Fast Open was an experiment: RFC 6994.
    case 254 where data.starts(with: [0xf9, 0x89]): .fastOpen(cookie: Array(data.dropFirst(2)))
    default: .unknown(kind: kind)
    }
  }

  /// The number that the first bytes are, at most four.
  private static func number(_ bytes: ArraySlice<UInt8>, _ start: UInt32) -> UInt32 {
    bytes.prefix(4).reduce(start) { $0 << 8 | UInt32($1) }
  }
}

extension TCPHeader {
  /// The shift count for the windows that its sender will tell, in a SYN.
  var windowScale: UInt8? {
    for case .windowScale(let shift) in options.map(\.content) { return shift }
    return nil
  }
}
