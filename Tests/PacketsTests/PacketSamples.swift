import Packets

/// Packets made by hand for tests: what is not said is as loopback would have it.
enum PacketSamples {
  static func ethernet(_ etherType: UInt16 = 0x0800) -> [UInt8] { [UInt8](repeating: 0, count: 12) + short(etherType) }

  static func ipv4(
    _ data: [UInt8], protocolNumber: UInt8 = 6, source: [UInt8] = [127, 0, 0, 1],
    destination: [UInt8] = [127, 0, 0, 1],
    options: [UInt8] = [], fragment: UInt16 = 0x4000, totalLength: Int? = nil
  ) -> [UInt8] {
    let length = 20 + options.count
    var header = [UInt8(0x40 | length / 4), 0] + short(UInt16(truncatingIfNeeded: totalLength ?? length + data.count))
    header += [0x12, 0x34] + short(fragment) + [64, protocolNumber, 0, 0] + source + destination + options
    header.replaceSubrange(10..<12, with: short(~sum(header)))
    return header + data
  }

  static func ipv6(_ data: [UInt8], next: UInt8 = 6) -> [UInt8] {
    let loopback = [UInt8](repeating: 0, count: 15) + [1]
    return [0x60, 0, 0, 0] + short(UInt16(data.count)) + [next, 64] + loopback + loopback + data
  }

  /// With a checksum for 127.0.0.1 on both sides.
  static func tcp(
    _ source: UInt16 = 40000, _ destination: UInt16 = 80, sequence: UInt32 = 1000, acknowledgment: UInt32 = 0,
    flags: UInt16, window: UInt16 = 1024, urgent: UInt16 = 0, options: [UInt8] = [], data: [UInt8] = []
  ) -> [UInt8] {
    let words = UInt16(5 + options.count / 4)
    var segment = short(source) + short(destination) + word(sequence) + word(acknowledgment)
    segment += short(words << 12 | flags) + short(window) + [0, 0] + short(urgent) + options + data
    segment.replaceSubrange(16..<18, with: short(~sum(pseudo(6, segment.count) + segment)))
    return segment
  }

  static func udp(_ data: [UInt8], source: UInt16 = 40000, destination: UInt16 = 9) -> [UInt8] {
    var datagram = short(source) + short(destination) + short(UInt16(8 + data.count)) + [0, 0] + data
    datagram.replaceSubrange(6..<8, with: short(~sum(pseudo(17, datagram.count) + datagram)))
    return datagram
  }

  static func icmp(type: UInt8, code: UInt8, word: [UInt8] = [0, 0, 0, 0], _ data: [UInt8]) -> [UInt8] {
    var message = [type, code, 0, 0] + word + data
    message.replaceSubrange(2..<4, with: short(~sum(message)))
    return message
  }

  static func pseudo(_ number: UInt8, _ count: Int) -> [UInt8] {
    [127, 0, 0, 1, 127, 0, 0, 1, 0, number] + short(UInt16(count))
  }

  static func packet(tcp segment: [UInt8]) -> Packet { Packet(ethernet() + ipv4(segment), link: .ethernet) }

  static func short(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
  static func word(_ number: UInt32) -> [UInt8] { short(UInt16(number >> 16)) + short(UInt16(number & 0xffff)) }

  /// Added up here once more, in the simplest way.
  static func sum(_ bytes: [UInt8]) -> UInt16 {
    var sum = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += Int(bytes[index]) << 8 + (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
    }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return UInt16(sum)
  }
}
