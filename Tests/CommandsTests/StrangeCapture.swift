import Packets

/// A capture file with escape sequences wherever text may be.
enum StrangeCapture {
  static let bytes: [UInt8] = {
    var writer = PcapngWriter()
    let escape = "\u{1b}[31mevil\u{9b}31m"
    return writer.header(application: escape)
      + writer.interface(CaptureInterface(link: .raw, name: escape), limit: 0)
      + writer.packet(
        CapturedPacket(
          time: 1,
          bytes: [0x45, 0, 0, 24, 0, 0, 0, 0, 64, 132, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1] + Array("\u{1b}[2J".utf8),
          comments: [escape]))
  }()
}
