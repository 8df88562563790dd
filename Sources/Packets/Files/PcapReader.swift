/// The kinds of pcap files, by their first four bytes.
struct PcapFormat {
  let numbers: FileNumbers
  /// How many nanoseconds the fraction of a time counts.
  let fraction: Int64

  init?(magic: [UInt8]) {
    switch magic {
    case [0xa1, 0xb2, 0xc3, 0xd4]: (numbers, fraction) = (FileNumbers(isBigEndian: true), 1000)
    case [0xd4, 0xc3, 0xb2, 0xa1]: (numbers, fraction) = (FileNumbers(isBigEndian: false), 1000)
    case [0xa1, 0xb2, 0x3c, 0x4d]: (numbers, fraction) = (FileNumbers(isBigEndian: true), 1)
    case [0x4d, 0x3c, 0xb2, 0xa1]: (numbers, fraction) = (FileNumbers(isBigEndian: false), 1)
    default: return nil
    }
  }
}

/// Reads the older format, that of tcpdump.
enum PcapReader {
  private static let fileHeader = 24, packetHeader = 16

  static func read(_ bytes: [UInt8], _ format: PcapFormat) throws(Malformed) -> CaptureFile {
    guard bytes.count >= fileHeader else { throw .truncated("pcap file header", after: bytes.count, of: fileHeader) }
    let numbers = format.numbers
    var file = CaptureFile()
    // The upper bits tell of a frame check sequence.
    let link = UInt16(truncatingIfNeeded: numbers.word(bytes[20...]))
    file.interfaces = [CaptureInterface(link: LinkType(number: link), name: nil)]
    var rest = bytes.dropFirst(fileHeader)
    while !rest.isEmpty {
      let captured = Int(numbers.word(rest, at: 8))
      guard rest.count >= packetHeader, rest.count - packetHeader >= captured else {
        file.problem = "it is cut off within packet \(file.packets.count + 1)"
        break
      }
      let time = Int64(numbers.word(rest)) * 1_000_000_000 + Int64(numbers.word(rest, at: 4)) * format.fraction
      file.packets.append(
        CapturedPacket(
          time: time, bytes: Array(rest.dropFirst(packetHeader).prefix(captured)),
          originalLength: Int(numbers.word(rest, at: 12))))
      rest = rest.dropFirst(packetHeader + captured)
    }
    return file
  }
}
