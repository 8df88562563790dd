import Foundation
import Packets
import Support
import Testing

/// Wireshark's own program says the same of the same file.
@Suite(.waits, .enabled(if: Tshark.isThere, "tshark is not installed")) struct TsharkTests {
  /// Random conversations, remark by remark and number by number.
  @Test(arguments: 1...UInt64(Soak.count("WIRES", usual: 4))) func randomSegmentsAreSaidInTheSameWords(seed: UInt64)
    throws
  {
    var conversation = RandomConversation(seed: seed)
    conversation.run(600)
    try compare(conversation.file)
  }

  @Test func otherPacketsAreSaidInTheSameWords() throws {
    let quoted = PacketSamples.ipv4(PacketSamples.udp([1, 2, 3]), protocolNumber: 17)
    let packets = [
      PacketSamples.ipv4(PacketSamples.udp([1, 2, 3], destination: 40009), protocolNumber: 17),
      PacketSamples.ipv4(PacketSamples.icmp(type: 3, code: 3, quoted), protocolNumber: 1),
      PacketSamples.ipv4(PacketSamples.icmp(type: 3, code: 4, word: [0, 0, 2, 0x58], quoted), protocolNumber: 1),
      PacketSamples.ipv4(PacketSamples.icmp(type: 11, code: 0, quoted), protocolNumber: 1),
      PacketSamples.ipv4(
        PacketSamples.tcp(flags: 0xc2, options: [8, 10, 0, 0, 0, 5, 0, 0, 0, 6, 34, 2]),
        options: [7, 7, 4, 0, 0, 0, 0, 0]),
      PacketSamples.ipv4(PacketSamples.tcp(40003, flags: 0)),
      PacketSamples.ipv4(
        PacketSamples.tcp(
          40004, flags: 0x30, urgent: 3, options: [1, 1, 5, 10, 0, 0, 0, 9, 0, 0, 0, 12], data: [1, 2, 3])),
      PacketSamples.ipv6(PacketSamples.tcp(40005, flags: 2)),
      PacketSamples.ipv4([0xa0, 0x76, 0x9c, 0x48, 0, 8, 1, 2, 1, 2, 3, 4], protocolNumber: 136),
      PacketSamples.ipv4(PacketSamples.udp([UInt8](repeating: 0, count: 24)), protocolNumber: 17, fragment: 0x2000),
      PacketSamples.ipv4([UInt8](repeating: 7, count: 16), protocolNumber: 17, fragment: 0x0004),
      PacketSamples.ipv4([UInt8](repeating: 7, count: 16), protocolNumber: 136, fragment: 0x2004),
      PacketSamples.ipv6([17, 0, 0, 9, 1, 2, 3, 4] + [UInt8](repeating: 7, count: 16), next: 44),
    ]
    var writer = PcapngWriter()
    var file =
      writer.header(application: "tests") + writer.interface(CaptureInterface(link: .raw, name: "tun0"), limit: 0)
    for (index, packet) in packets.enumerated() {
      file += writer.packet(CapturedPacket(time: 1_700_000_000_000_000_000 + Int64(index), bytes: packet))
    }
    try compare(file)
  }

  /// A real connection over loopback, as tcpdump wrote it, without a checksum that is right.
  @Test func whatTcpdumpWroteIsSaidInTheSameWords() throws {
    try Tshark.compare(Program.root.appendingPathComponent("Tests/PacketsTests/Captures/echo.pcap").path)
  }

  @Test func capinfosReadsWhatIsWritten() throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("sample.pcapng").path
      try Data(CaptureSamples.pcapng).write(to: URL(fileURLWithPath: path))
      let infos = try Program.run([path], of: Program.find("capinfos")!)
      #expect(infos.code == 0 && infos.errors.isEmpty)
      #expect(infos.output.contains("nanoseconds (9)") && infos.output.contains("Number of packets:   2"))
      let said = try Tshark.fields(["frame.comment", "frame.interface_name", "frame.time_epoch"], of: path)
      #expect(said[0] == ["line 12: connect cli {srv}", "lo", "1700000000.123456789"])
      #expect(said[1][1...] == ["tun0", "1700000000.123456790"])
    }
  }

  private func compare(_ file: [UInt8]) throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("wire.pcapng").path
      try Data(file).write(to: URL(fileURLWithPath: path))
      try Tshark.compare(path)
    }
  }
}
