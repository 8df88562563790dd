import Packets
import Testing

@Suite struct CaptureFileTests {
  @Test func whatIsWrittenIsReadBack() throws {
    let file = try CaptureFile(reading: CaptureSamples.pcapng)
    #expect(file.problem == nil)
    #expect(file.interfaces.map(\.name) == ["lo", "tun0"])
    #expect(file.interfaces.map(\.link.number) == [1, 101])
    #expect(file.packets.map(\.time) == [1_700_000_000_123_456_789, 1_700_000_000_123_456_790])
    #expect(file.packets[0].bytes == CaptureSamples.syn)
    #expect(file.packets[0].comments == ["line 12: connect cli {srv}"] && file.packets[1].comments.isEmpty)
    #expect(file.packets[1].originalLength == file.packets[1].bytes.count + 3 && file.packets[1].interface == 1)
    #expect(file.packet(0)?.flow != nil && file.packet(2) == nil)
  }

  @Test(arguments: [true, false], [true, false]) func pcapIsReadInBothByteOrders(isBig: Bool, nano: Bool) throws {
    let file = try CaptureFile(reading: CaptureSamples.pcap(isBigEndian: isBig, hasNanoseconds: nano))
    #expect(file.problem == nil && file.packets.count == 1)
    #expect(file.packets[0].time == 7_000_000_000 + (nano ? 123 : 123_000))
    #expect(
      file.packets[0].bytes == CaptureSamples.syn && file.packets[0].originalLength == CaptureSamples.syn.count + 5)
  }

  /// The same blocks with their bytes the other way round.
  @Test func pcapngIsReadInTheOtherByteOrder() throws {
    func word(_ number: UInt32) -> [UInt8] { PacketSamples.word(number) }
    let section =
      word(0x0a0d_0d0a) + word(28) + word(0x1a2b_3c4d) + word(0x0001_0000) + word(.max) + word(.max) + word(28)
    // Milliseconds, and 100 seconds added.
    let options: [UInt8] = [0, 9, 0, 1, 3, 0, 0, 0] + [0, 14, 0, 8] + word(0) + word(100) + word(0)
    let length = UInt32(20 + options.count)
    let interface = word(1) + word(length) + word(0x0001_0000) + word(0) + options + word(length)
    let packet = word(6) + word(36) + word(0) + word(0) + word(2500) + word(3) + word(3) + [1, 2, 3, 0] + word(36)
    let simple = word(3) + word(20) + word(2) + [8, 9, 0, 0] + word(20)
    let file = try CaptureFile(reading: section + interface + packet + simple)
    #expect(file.problem == nil && file.packets.count == 2)
    #expect(file.packets[0].time == 102_500_000_000 && file.packets[0].bytes == [1, 2, 3])
    #expect(file.packets[1].bytes == [8, 9])
  }

  /// A file may say any time, and two that are further apart than 64 bits reach.
  @Test func timesMayBeAnything() {
    let segments = [
      PacketSamples.tcp(flags: 2), PacketSamples.tcp(flags: 0x10), PacketSamples.tcp(flags: 0x18, data: [1, 2]),
      PacketSamples.tcp(flags: 0x18, data: [1, 2, 3]),
    ]
    var file = CaptureFile()
    file.interfaces = [CaptureInterface(link: .raw, name: nil)]
    file.packets = zip([Int64.min, .max, .min, .max], segments).map { time, segment in
      CapturedPacket(time: time, bytes: PacketSamples.ipv4(segment))
    }
    #expect(CaptureWalk(file).map(\.row.number) == [1, 2, 3, 4])
  }

  @Test func whatIsCutOffIsReadAsFarAsItGoes() throws {
    let cut = try CaptureFile(reading: Array(CaptureSamples.pcapng.dropLast(10)))
    #expect(cut.packets.count == 1 && cut.problem?.contains("cut off") == true)
    let old = try CaptureFile(reading: Array(CaptureSamples.pcap(isBigEndian: false).dropLast(1)))
    #expect(old.packets.isEmpty && old.problem == "it is cut off within packet 1")
  }

  @Test func whatIsNoCaptureIsRefused() {
    func problem(_ bytes: [UInt8]) -> String? {
      do throws(Malformed) { _ = try CaptureFile(reading: bytes) } catch { return error.text }
      return nil
    }
    #expect(problem([]) == "capture file: it is empty")
    #expect(problem(Array("sockplay 1".utf8)) == "capture file: it begins like neither a pcap nor a pcapng file")
    #expect(problem([0xa1, 0xb2, 0xc3, 0xd4]) == "pcap file header: truncated after 4 of 24 bytes")
  }
}
