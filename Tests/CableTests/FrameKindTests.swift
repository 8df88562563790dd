import Packets
import Testing

@testable import Cable

@Suite struct FrameKindTests {
  private func kinds(_ packet: Packet) -> Set<FrameKind> { Set(FrameKind.allCases.filter { $0.matches(packet) }) }

  @Test func aSegmentIsNamedByItsFlagsAndItsData() {
    #expect(kinds(PassingPackets.tcp(.syn)) == [.any, .tcp, .syn])
    #expect(kinds(PassingPackets.tcp([.syn, .ack])) == [.any, .tcp, .synAck])
    #expect(kinds(PassingPackets.tcp(.ack)) == [.any, .tcp, .ack])
    #expect(kinds(PassingPackets.tcp([.psh, .ack], [1])) == [.any, .tcp, .data])
    #expect(kinds(PassingPackets.tcp([.fin, .ack])) == [.any, .tcp, .fin])
    #expect(kinds(PassingPackets.tcp([.fin, .psh, .ack], [1])) == [.any, .tcp, .fin, .data])
    #expect(kinds(PassingPackets.tcp(.rst)) == [.any, .tcp, .rst])
    #expect(kinds(PassingPackets.tcp([.rst, .ack])) == [.any, .tcp, .rst])
  }

  @Test func datagramsAndMessages() {
    #expect(kinds(PassingPackets.udp([1])) == [.any, .udp, .data])
    #expect(kinds(PassingPackets.udp([])) == [.any, .udp])
    #expect(kinds(PassingPackets.icmp(8)) == [.any, .icmp])
    #expect(kinds(PassingPackets.ipv6(58, [128, 0, 0, 0, 0, 0, 0, 1])) == [.any, .icmp])
    #expect(kinds(PassingPackets.ipv4(17, [1, 2, 3], fragment: 5)) == [.any, .udp], "a later fragment")
  }

  @Test func theLinkIsLeftAlone() {
    #expect(kinds(PassingPackets.arp) == [])
    #expect(kinds(PassingPackets.ipv6(58, [135, 0, 0, 0, 0, 0, 0, 0])) == [])
    #expect(kinds(PassingPackets.ipv6(58, [143, 0, 0, 0, 0, 0, 0, 0])) == [])
    #expect(kinds(PassingPackets.ipv4(2, [0x16, 0, 0, 0])) == [])
    #expect(kinds(Packet([1, 2, 3], link: .ethernet)) == [])
  }
}
