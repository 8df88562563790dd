import Packets

/// Capture files made by hand for tests.
enum CaptureSamples {
  static let syn = PacketSamples.ethernet() + PacketSamples.ipv4(PacketSamples.tcp(flags: 2))

  /// Two interfaces and a comment.
  static let pcapng: [UInt8] = {
    var writer = PcapngWriter()
    return writer.header(application: "tests")
      + writer.interface(CaptureInterface(link: .ethernet, name: "lo"), limit: 8192)
      + writer.interface(CaptureInterface(link: .raw, name: "tun0"), limit: 0)
      + writer.packet(
        CapturedPacket(time: 1_700_000_000_123_456_789, bytes: syn, comments: ["line 12: connect cli {srv}"]))
      + writer.packet(
        CapturedPacket(
          interface: 1, time: 1_700_000_000_123_456_790, bytes: Array(syn.dropFirst(14).dropLast(3)),
          originalLength: syn.count - 14))
  }()

  /// One packet, in microseconds or nanoseconds.
  static func pcap(isBigEndian: Bool, hasNanoseconds: Bool = false) -> [UInt8] {
    func number(_ value: UInt32) -> [UInt8] {
      isBigEndian ? PacketSamples.word(value) : PacketSamples.word(value).reversed()
    }
    func short(_ value: UInt16) -> [UInt8] {
      isBigEndian ? PacketSamples.short(value) : PacketSamples.short(value).reversed()
    }
    return number(hasNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4) + short(2) + short(4) + number(0) + number(0)
      + number(65535) + number(1) + number(7) + number(123) + number(UInt32(syn.count)) + number(UInt32(syn.count + 5))
      + syn
  }
}
