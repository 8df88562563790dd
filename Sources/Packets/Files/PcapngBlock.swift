/// A block of a pcapng file: see draft-ietf-opsawg-pcapng, section 3.1.
struct PcapngBlock {
  let type: UInt32
  let body: ArraySlice<UInt8>
  /// How many bytes it has with its type and its two lengths.
  let length: Int

  static let section: UInt32 = 0x0a0d_0d0a
  static let interface: UInt32 = 1
  /// Of an early draft.
  static let oldPacket: UInt32 = 2
  static let simplePacket: UInt32 = 3
  static let enhancedPacket: UInt32 = 6
  /// The type of a section header is the same in both byte orders.
  static let sectionMagic: [UInt8] = [0x0a, 0x0d, 0x0d, 0x0a]
  static let byteOrderMagic: UInt32 = 0x1a2b_3c4d

  /// nil where `bytes` do not begin with a whole block.
  init?(_ bytes: ArraySlice<UInt8>, _ numbers: FileNumbers) {
    let length = Int(numbers.word(bytes, at: 4))
    guard bytes.count >= 12, length >= 12, length % 4 == 0, length <= bytes.count,
      Int(numbers.word(bytes, at: length - 4)) == length
    else { return nil }
    (type, self.length) = (numbers.word(bytes), length)
    body = bytes.prefix(length - 4).dropFirst(8)
  }

  /// How many bytes `count` bytes take, which are filled up to whole words.
  static func padded(_ count: Int) -> Int { (count + 3) & ~3 }

  /// The options that `bytes` are, up to the end of options.
  static func options(_ bytes: ArraySlice<UInt8>, _ numbers: FileNumbers) -> [PcapngOption] {
    var (rest, options) = (bytes, [PcapngOption]())
    while rest.count >= 4 {
      let (code, length) = (numbers.short(rest), Int(numbers.short(rest, at: 2)))
      guard code != 0, rest.count - 4 >= length else { break }
      options.append(PcapngOption(code: code, value: rest.dropFirst(4).prefix(length)))
      rest = rest.dropFirst(4 + padded(length))
    }
    return options
  }
}

/// An option of a block.
struct PcapngOption {
  let code: UInt16
  let value: ArraySlice<UInt8>

  static let comment: UInt16 = 1
  static let application: UInt16 = 4
  static let interfaceName: UInt16 = 2
  static let resolution: UInt16 = 9
  static let timeOffset: UInt16 = 14

  var text: String { String(decoding: value, as: UTF8.self) }
}

extension [PcapngOption] {
  var comments: [String] { filter { $0.code == PcapngOption.comment }.map(\.text) }
  func first(_ code: UInt16) -> PcapngOption? { first { $0.code == code } }
}
