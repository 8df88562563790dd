import Packets
import Testing

@testable import Cable

@Suite struct CorruptionTests {
  @Test(arguments: [
    PassingPackets.tcp([.psh, .ack], [1, 2, 3]), PassingPackets.tcp(.syn), PassingPackets.udp([1]),
    PassingPackets.udp([]), PassingPackets.udp([1], hasChecksum: false), PassingPackets.icmp(8),
  ])
  func theChecksumIsWrongAfterwards(_ packet: Packet) throws {
    let bytes = try #require(packet.corrupted)
    let changed = zip(bytes, packet.bytes).filter { $0 != $1 }
    #expect(changed.count == 1 && changed.allSatisfy { ($0 ^ $1).nonzeroBitCount == 1 })
    let isWrong = if case .wrong = Packet(bytes, link: .ethernet).verdict { true } else { false }
    #expect(isWrong)
  }

  @Test func aHeaderOfIPAloneHasNoSuchBit() { #expect(PassingPackets.ipv4(99, []).corrupted == nil) }
}
