import Foundation
import Packets
import Support
import Testing

/// The bytes of connections in their order.
@Suite(.waits) struct CapturedStreamTests {
  /// What tshark follows is the same, byte for byte, where nothing is missing.
  @Test(.enabled(if: Tshark.isThere, "tshark is not installed"), arguments: 1...UInt64(2))
  func tsharkFollowsTheSameBytes(seed: UInt64) throws {
    var conversation = LossyConversation(seed: seed)
    let bytes = conversation.file()
    let file = try CaptureFile(reading: bytes)
    let streams = CapturedStream.all(of: file)
    #expect(streams.count == 3)
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("a.pcapng").path
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      for (index, stream) in streams.enumerated() {
        let theirs = try followed(path, index)
        #expect(data(stream, isFromClient: true) == theirs.client)
        #expect(data(stream, isFromClient: false) == theirs.server)
        #expect(data(stream, isFromClient: true) == conversation.texts[index].client)
        #expect(data(stream, isFromClient: false) == conversation.texts[index].server)
      }
    }
  }

  /// A listener that has forgotten its first answer gives another number, and an RST ends only the attempt before it.
  @Test(arguments: [false, true]) func theSYNIsAnsweredAnew(isReset: Bool) throws {
    let reset = isReset ? [PacketSamples.tcp(sequence: 7000, flags: 4)] : []
    let segments =
      [
        PacketSamples.tcp(flags: 2), PacketSamples.tcp(80, 40000, sequence: 5000, acknowledgment: 1001, flags: 0x12),
      ] + reset + [
        PacketSamples.tcp(flags: 2), PacketSamples.tcp(80, 40000, sequence: 14000, acknowledgment: 1001, flags: 0x12),
        PacketSamples.tcp(sequence: 1001, acknowledgment: 14001, flags: 0x18, data: Array("ping".utf8)),
        PacketSamples.tcp(80, 40000, sequence: 14001, acknowledgment: 1005, flags: 0x18, data: Array("pong".utf8)),
      ]
    var file = CaptureFile()
    file.interfaces = [CaptureInterface(link: .raw, name: nil)]
    file.packets = segments.map { CapturedPacket(time: 0, bytes: PacketSamples.ipv4($0)) }
    let streams = CapturedStream.all(of: file)
    let stream = try #require(streams.first)
    #expect(streams.count == 1 && stream.events.count == 2)
    #expect(data(stream, isFromClient: true) == Array("ping".utf8))
    #expect(data(stream, isFromClient: false) == Array("pong".utf8))
  }

  private func data(_ stream: CapturedStream, isFromClient: Bool) -> [UInt8] {
    stream.events.filter { $0.isFromClient == isFromClient }.flatMap { event -> [UInt8] in
      if case .data(let bytes) = event.kind { bytes } else { [] }
    }
  }

  private func followed(_ path: String, _ number: Int) throws -> (client: [UInt8], server: [UInt8]) {
    let ended = try Program.run(
      ["-n", "-r", path, "-q", "-z", "follow,tcp,raw,\(number)"], of: #require(Program.find("tshark")))
    var client = "", server = ""
    for line in ended.output.split(separator: "\n") where line.last?.isHexDigit == true && !line.contains(" ") {
      if line.hasPrefix("\t") { server += line.dropFirst() } else { client += line }
    }
    return (Self.bytes(client), Self.bytes(server))
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
  }
}

/// Connections whose segments come again, overlap and change places, and of which none is missing in the end.
struct LossyConversation {
  private var random: SeededGenerator
  private(set) var texts: [(client: [UInt8], server: [UInt8])] = []
  private var time: Int64 = 1_700_000_000_000_000_000
  private var writer = PcapngWriter()

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func file() -> [UInt8] {
    var bytes =
      writer.header(application: "tests") + writer.interface(CaptureInterface(link: .raw, name: nil), limit: 0)
    for index in 0..<3 { bytes += connection(UInt16(40001 + index)) }
    return bytes
  }

  private mutating func connection(_ port: UInt16) -> [UInt8] {
    let start: [UInt32] = [UInt32.max - 50, UInt32.random(in: 0...UInt32.max, using: &random)]
    var bytes =
      packet(port, 0, start[0], 0, flags: 2, []) + packet(port, 1, start[1], start[0] &+ 1, flags: 0x12, [])
      + packet(port, 0, start[0] &+ 1, start[1] &+ 1, flags: 0x10, [])
    var sent: [[UInt8]] = [[], []]
    for _ in 0..<30 {
      let side = Int.random(in: 0...1, using: &random)
      let text = (0..<Int.random(in: 1...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let from = start[side] &+ 1 &+ UInt32(sent[side].count), to = start[1 - side] &+ 1 &+ UInt32(sent[1 - side].count)
      let cut = Int.random(in: 0...text.count, using: &random)
      var parts: [[UInt8]] = []
      for (offset, piece) in [(0, Array(text[..<cut])), (cut, Array(text[cut...]))] where !piece.isEmpty {
        parts.append(packet(port, side, from &+ UInt32(offset), to, flags: 0x18, piece))
      }
      // All of it again.
      if Bool.random(using: &random) { parts.append(packet(port, side, from, to, flags: 0x18, text)) }
      if Bool.random(using: &random) { parts.reverse() }
      bytes += parts.flatMap { $0 }
      sent[side] += text
      bytes += packet(
        port, 1 - side, to, from &+ UInt32(text.count), flags: 0x10, [])
    }
    for side in 0...1 {
      bytes += packet(
        port, side, start[side] &+ 1 &+ UInt32(sent[side].count), start[1 - side] &+ 1 &+ UInt32(sent[1 - side].count),
        flags: 0x11, [])
    }
    texts.append((sent[0], sent[1]))
    return bytes
  }

  private mutating func packet(
    _ port: UInt16, _ side: Int, _ sequence: UInt32, _ acknowledgment: UInt32, flags: UInt8, _ data: [UInt8]
  ) -> [UInt8] {
    func number(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
    let ports = side == 0 ? number(port) + number(UInt16(80)) : number(UInt16(80)) + number(port)
    let header = ports + number(sequence) + number(acknowledgment) + [0x50, flags, 0xff, 0xff, 0, 0, 0, 0]
    let ip: [UInt8] =
      [0x45, 0] + number(UInt16(40 + data.count)) + [
        0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, side == 0 ? 1 : 2, 10, 0, 0, side == 0 ? 2 : 1,
      ]
    time += 1_000_000
    return writer.packet(CapturedPacket(time: time, bytes: ip + header + data))
  }
}
