import Packets
import Testing

@testable import Cable

@Suite struct ICMPErrorTests {
  @Test(
    arguments: [
      (ICMPError.networkUnreachable, 3, 0, 1, 0), (.hostUnreachable, 3, 1, 1, 3), (.portUnreachable, 3, 3, 1, 4),
      (.adminProhibited, 3, 13, 1, 1), (.timeExceeded, 11, 0, 3, 0),
    ] as [(ICMPError, UInt8, UInt8, UInt8, UInt8)])
  func anErrorQuotesThePacket(_ error: ICMPError, _ type: UInt8, _ code: UInt8, _ typeV6: UInt8, _ codeV6: UInt8) throws
  {
    for (packet, type, code) in [
      (PassingPackets.tcp(.syn), type, code), (PassingPackets.ipv6(17, [0, 1, 0, 2, 0, 9, 0, 7, 1]), typeV6, codeV6),
    ] {
      let answer = Packet(try #require(error.answer(to: packet)), link: .ethernet)
      guard case .icmp(let message) = answer.transport else {
        Issue.record("\(answer)")
        continue
      }
      #expect((message.type, message.code) == (type, code))
      #expect(answer.verdict == .right && answer.problem == nil)
      #expect(answer.network?.source == packet.network?.destination)
      #expect(answer.network?.destination == packet.network?.source)
      #expect(answer.bytes[0..<6] == packet.bytes[6..<12] && answer.bytes[6..<12] == packet.bytes[0..<6])
      #expect(message.quoted?.sourcePort != nil)
      if case .ipv4(let header) = answer.network { #expect(header.verdict == .right) }
    }
  }

  @Test func longPacketsAreQuotedInPart() throws {
    let long = [UInt8](repeating: 7, count: 1400)
    let four = try #require(ICMPError.hostUnreachable.answer(to: PassingPackets.udp(long)))
    let six = try #require(ICMPError.tooLong(PassingPackets.ipv6(17, [0, 1, 0, 2, 5, 128, 0, 7] + long), mtu: 1280))
    #expect((four.count, six.count) == (14 + 576, 14 + 1280))
    let answer = Packet(six, link: .ethernet)
    #expect(answer.verdict == .right)
    if case .icmp(let message) = answer.transport {
      #expect(message.type == 2 && message.word == 1280)
    } else {
      Issue.record("\(answer)")
    }
  }

  @Test func errorsAndGroupsAreNotAnswered() throws {
    let error = try #require(ICMPError.hostUnreachable.answer(to: PassingPackets.tcp(.syn)))
    #expect(ICMPError.hostUnreachable.answer(to: Packet(error, link: .ethernet)) == nil)
    #expect(ICMPError.hostUnreachable.answer(to: PassingPackets.icmp(8)) != nil)
    #expect(ICMPError.hostUnreachable.answer(to: PassingPackets.ipv4(17, [1, 2, 3], fragment: 5)) == nil)
    #expect(ICMPError.hostUnreachable.answer(to: PassingPackets.arp) == nil)
    var group = PassingPackets.udp([1]).bytes
    group[0] = 1
    #expect(ICMPError.hostUnreachable.answer(to: Packet(group, link: .ethernet)) == nil)
  }
}
