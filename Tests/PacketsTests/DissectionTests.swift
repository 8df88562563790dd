import Packets
import Testing

@Suite struct DissectionTests {
  typealias Samples = PacketSamples

  private func tcp(_ packet: Packet) throws -> TCPHeader {
    guard case .tcp(let header) = packet.transport else { throw Missing(text: "\(packet)") }
    return header
  }

  private struct Missing: Error { let text: String }

  @Test func aSegmentIsTakenApart() throws {
    let packet = Samples.packet(
      tcp: Samples.tcp(51234, 40001, sequence: 7, acknowledgment: 9, flags: 0x18, window: 512, data: Array("ping".utf8))
    )
    let header = try tcp(packet)
    #expect(packet.problem == nil && packet.verdict == .right)
    #expect(header.sourcePort == 51234 && header.destinationPort == 40001)
    #expect(header.sequence == 7 && header.acknowledgment == 9 && header.window == 512)
    #expect(header.flags == [.psh, .ack] && header.headerLength == 20)
    #expect(packet.dataLength == 4 && Array(packet.data) == Array("ping".utf8))
    #expect(packet.flow?.source.text == "127.0.0.1:51234" && packet.flow?.destination.text == "127.0.0.1:40001")
  }

  @Test func allOptionsOfTCPAreRead() throws {
    let bytes: [UInt8] =
      [2, 4, 0xff, 0xd7, 4, 2, 8, 10, 0, 0, 0, 5, 0, 0, 0, 6, 1, 3, 3, 7] + [34, 6, 1, 2]
      + [3, 4, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9]
    let options = try tcp(Samples.packet(tcp: Samples.tcp(flags: 2, options: bytes + [99, 3, 0, 0]))).options
    #expect(
      options.map(\.content) == [
        .maximumSegmentSize(65495), .sackPermitted, .timestamps(value: 5, echo: 6), .noOperation, .windowScale(7),
        .fastOpen(cookie: [1, 2, 3, 4]), .sack([.init(left: 1, right: 9)]),
        .unknown(kind: 99), .end,
      ])
  }

  @Test(arguments: [[2, 3, 1, 1], [3, 2, 1, 1], [8, 9, 1, 1], [5, 0, 1, 1], [2, 1, 1, 1], [4, 77, 0, 0]])
  func anOptionWithAWrongLengthIsMalformed(bytes: [UInt8]) throws {
    let options = try tcp(Samples.packet(tcp: Samples.tcp(flags: 2, options: bytes))).options
    #expect(options.first?.content == .malformed(kind: bytes[0]))
  }

  @Test func whatIsCutOffIsToldWithItsLengths() {
    let whole = Samples.ethernet() + Samples.ipv4(Samples.tcp(flags: 2, options: [1, 1, 1, 0], data: [1, 2]))
    func problem(_ count: Int) -> String? {
      Packet(Array(whole.prefix(count)), link: .ethernet, originalLength: whole.count).problem?.text
    }
    #expect(problem(5) == "Ethernet header: truncated after 5 of 14 bytes")
    #expect(problem(20) == "IPv4 header: truncated after 6 of 20 bytes")
    #expect(problem(46) == "TCP header: truncated after 12 of 20 bytes")
    #expect(problem(56) == "TCP header: truncated after 22 of 24 bytes")
    #expect(problem(58) == nil)
    let cut = Packet(Array(whole.prefix(59)), link: .ethernet, originalLength: whole.count)
    #expect(cut.dataLength == 2 && cut.data.count == 1 && cut.verdict == .unknown(.cut))
  }

  @Test func checksumsAreJudged() {
    var segment = Samples.tcp(flags: 0x10, data: [1, 2, 3])
    let right = UInt16(segment[16]) << 8 | UInt16(segment[17])
    segment[16] ^= 0x55
    #expect(Samples.packet(tcp: segment).verdict == .wrong(expected: right))
    // What Linux leaves there when loopback is to compute it.
    segment.replaceSubrange(16..<18, with: Samples.short(Samples.sum(Samples.pseudo(6, segment.count))))
    #expect(Samples.packet(tcp: segment).verdict == .notComputed)
    var datagram = Samples.udp([1, 2, 3])
    func verdict() -> ChecksumVerdict? {
      Packet(Samples.ethernet() + Samples.ipv4(datagram, protocolNumber: 17), link: .ethernet).verdict
    }
    #expect(verdict() == .right)
    (datagram[6], datagram[7]) = (0, 0)
    #expect(verdict() == .absent)
  }

  @Test func paddingOfTheLinkIsNoData() {
    let packet = Packet(
      Samples.ethernet() + Samples.ipv4(Samples.tcp(flags: 0x10)) + [0, 0, 0, 0, 0, 0], link: .ethernet)
    #expect(packet.dataLength == 0 && packet.data.isEmpty && packet.verdict == .right)
  }

  @Test func fragmentsAreFragments() {
    let first = Packet(
      Samples.ipv4(Samples.udp([UInt8](repeating: 0, count: 24)), protocolNumber: 17, fragment: 0x2000), link: .raw)
    #expect(first.verdict == .unknown(.fragment) && first.flow?.source.port == 40000)
    let later = Packet(Samples.ipv4([1, 2, 3], protocolNumber: 17, fragment: 0x0010), link: .raw)
    #expect(later.transport == .fragment(17) && later.dataLength == 3)
    #expect(PacketWords(first).text == "Fragmented IP protocol (proto=UDP 17, off=0, ID=1234)")
    #expect(PacketWords(later).text == "Fragmented IP protocol (proto=UDP 17, off=128, ID=1234)")
  }

  /// Its second field is no length.
  @Test(arguments: [0, 8, 10, 12] as [UInt8]) func theChecksumOfUDPLiteMayCoverAPart(coverage: UInt8) {
    var datagram: [UInt8] = [0xa0, 0x76, 0x9c, 0x48, 0, coverage, 0, 0, 1, 2, 3, 4]
    let covered = coverage == 0 ? datagram.count : Int(coverage)
    let sum = Samples.sum(Samples.pseudo(136, datagram.count) + datagram.prefix(covered))
    datagram.replaceSubrange(6..<8, with: Samples.short(~sum))
    let packet = Packet(Samples.ipv4(datagram, protocolNumber: 136), link: .raw)
    #expect(packet.verdict == .right && packet.flow?.destination.text == "127.0.0.1:40008")
    #expect(PacketWords(packet).protocolName == "UDP-Lite" && PacketWords(packet).text == "Len=4")
  }

  @Test func extensionHeadersOfIPv6ArePassed() throws {
    let segment = Samples.tcp(flags: 2)
    let hop: [UInt8] = [60, 0, 1, 4, 0, 0, 0, 0], destination: [UInt8] = [6, 1] + [UInt8](repeating: 0, count: 14)
    let packet = Packet(Samples.ipv6(hop + destination + segment, next: 0), link: .raw)
    _ = try tcp(packet)
    guard case .ipv6(let header)? = packet.network else { throw Missing(text: "\(packet)") }
    #expect(header.extensions.map(\.name) == ["Hop-by-Hop Options", "Destination Options"])
    #expect(header.headerLength == 64 && packet.flow?.source.text == "[::1]:40000")
  }

  @Test func anErrorOfICMPQuotesThePacket() {
    let quoted = Samples.ipv4(Samples.udp([1, 2, 3]), protocolNumber: 17)
    let packet = Packet(
      Samples.ipv4(Samples.icmp(type: 3, code: 3, quoted), protocolNumber: 1), link: .raw)
    #expect(packet.verdict == .right)
    #expect(packet.quotedFlow?.destination.text == "127.0.0.1:9")
    #expect(
      PacketWords(packet).text
        == "Destination unreachable (Port unreachable) for UDP 127.0.0.1:40000 → 127.0.0.1:9")
  }

  @Test func linksOfLinuxAreRead() {
    let segment = Samples.ipv4(Samples.tcp(flags: 2))
    let cooked: [UInt8] = [0, 4, 3, 4, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 8, 0]
    let cooked2: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 3, 3, 4, 4, 6, 1, 2, 3, 4, 5, 6, 0, 0]
    for (link, header) in [(LinkType.cooked, cooked), (.cooked2, cooked2)] {
      let packet = Packet(header + segment, link: link)
      #expect(packet.problem == nil && packet.flow != nil)
      guard case .cooked(let found)? = packet.link else { Issue.record("\(packet)"); continue }
      #expect(found.packetType == 4 && found.source == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test func arpIsAQuestionAndAnAnswer() {
    let addresses: [UInt8] = [2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2]
    func words(_ operation: UInt8) -> String {
      PacketWords(Packet(Samples.ethernet(0x0806) + [0, 1, 8, 0, 6, 4, 0, operation] + addresses, link: .ethernet)).text
    }
    #expect(words(1) == "Who has 10.0.0.2? Tell 10.0.0.1")
    #expect(words(2) == "10.0.0.1 is at 02:00:00:00:00:01")
  }
}
