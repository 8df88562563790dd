import Packets
import SessionLanguage
import Support
import Testing

@testable import Runner

@Suite struct SegmentMatchTests {
  private typealias Samples = FrameSamples

  /// What a wire makes of `frames`, while the client acts.
  private static func told(_ frames: [Frame]) -> [ReportedSegment] {
    let source = ScriptedFrames()
    source.frames = frames
    return Wire(source, since: 0, Wire.View(naming: named)).take(for: Actor(role: "client"))
  }

  private static func verdict(_ text: String, _ frames: [Frame]) throws -> SegmentMatch.Verdict {
    let command = try #require(try Parser.parse(Array("connect cli {srv} \(text)".utf8)).command)
    return SegmentMatch(try #require(command.expectation).segments, told(frames).withoutForwarded).verdict
  }

  private static let lateAck = Samples.tcp(isForward: false, Samples.ack, sequence: 1, acknowledgment: 5)
  private static let reset = Samples.tcp(isForward: false, Samples.rst | Samples.ack, sequence: 1, acknowledgment: 5)

  @Test(arguments: [
    "{> SYN, < SYN,ACK, > ACK}", "{> SYN, < SYN,ACK}", "{...}", "{..., < SYN,ACK, ...}", "{> SYN, ...}",
    "{> SYN Seq=0 Len=0 MSS=1460 WS=128 SACK_PERM Win=64240, < ACK,SYN Seq=0 Ack=1}",
    "{> SYN MSS=1000..1500, < SYN,ACK, > ACK Ack=1}", "{> SYN x1..3, < SYN,ACK}", "{> SYN, > SYN x0..1, < SYN,ACK}",
  ])
  func aHandshakeMeetsThese(text: String) throws { #expect(try Self.verdict(text, Samples.handshake) == .met) }

  @Test(
    arguments: [
      ("{> SYN}", .failed(segment: 1, pattern: 1)), ("{< SYN}", .failed(segment: 0, pattern: 0)),
      ("{> SYN, > SYN,ACK}", .failed(segment: 1, pattern: 1)),
      ("{> SYN, < SYN,ACK Ack=2}", .failed(segment: 1, pattern: 1)),
      ("{> SYN dropped, < SYN,ACK}", .failed(segment: 0, pattern: 0)),
      ("{> SYN, < SYN,ACK, > PSH,ACK Len=4}", .open(pattern: 2)), ("{..., > RST}", .open(pattern: 1)),
      ("{> SYN, < SYN,ACK x2}", .open(pattern: 1)), ("{> SYN, < SYN,ACK, > ACK x2}", .open(pattern: 2)),
      ("{> UDP}", .failed(segment: 0, pattern: 0)),
    ] as [(String, SegmentMatch.Verdict)])
  func aHandshakeDoesNotMeetThese(text: String, verdict: SegmentMatch.Verdict) throws {
    #expect(try Self.verdict(text, Samples.handshake) == verdict)
  }

  /// When a kernel acknowledges is its own choice.
  @Test func bareAcknowledgmentsMayComeAnywhere() throws {
    let frames = Samples.handshake + [Samples.ping(), Self.lateAck]
    #expect(try Self.verdict("{> SYN, < SYN,ACK, > PSH,ACK Len=4}", frames) == .met)
    #expect(try Self.verdict("{> SYN, < SYN,ACK, > ACK, > PSH,ACK, < ACK Ack=5}", frames) == .met)
    #expect(try Self.verdict("{> SYN, < SYN,ACK}", frames) == .failed(segment: 3, pattern: 2))
    #expect(
      try Self.verdict("{> SYN, < SYN,ACK, > PSH,ACK}", frames + [Self.reset]) == .failed(segment: 5, pattern: 3))
  }

  @Test func whatTheCableDroppedIsMarked() throws {
    let frames = [Samples.ping(fate: Samples.dropped), Samples.ping(moment: 210_000_000)]
    #expect(try Self.verdict("{> PSH,ACK dropped, > PSH,ACK}", frames) == .met)
    #expect(try Self.verdict("{> PSH,ACK x2}", frames) == .failed(segment: 0, pattern: 0))
  }

  @Test func whatARouterPassesOnIsOneSegment() throws {
    let frames = Samples.handshake.flatMap { [$0, Samples.forwarded($0)] }
    #expect(try Self.verdict("{> SYN, < SYN,ACK, > ACK}", frames) == .met)
    let told = Self.told(frames)
    #expect(told.map { $0.relation?.kind == .forwards } == [false, true, false, true, false, true])
    #expect(told[1].relation == ReportedSegment.Relation(.forwards, of: 1, nanoseconds: 100_000))
    #expect(told.allSatisfy { $0.segment.numbers?.remarks == [] })
    let again = Samples.tcp(isForward: true, Samples.syn, sequence: 0, moment: 1_000_000_000)
    #expect(Self.told([frames[0], frames[1], again])[2].segment.numbers?.remarks == [.retransmission])
  }

  @Test func whatIsLostBehindARouterIsDropped() throws {
    let ping = Samples.ping(), datagram = Samples.udp(isForward: true, [1])
    let lost = [ping, Samples.forwarded(ping, fate: Samples.dropped)]
    #expect(try Self.verdict("{> PSH,ACK dropped}", lost) == .met)
    #expect(try Self.verdict("{> UDP Len=1}", [datagram, Samples.forwarded(datagram)]) == .met)
  }

  @Test func datagramsAndMessages() throws {
    let frames = [Samples.udp(isForward: true, [1, 2, 3, 4]), Samples.portUnreachable(isForward: false)]
    #expect(try Self.verdict("{> UDP Len=4, < ICMP port-unreachable}", frames) == .met)
    #expect(try Self.verdict("{> UDP, < ICMP destination-unreachable}", frames) == .met)
    #expect(try Self.verdict("{> UDP, < ICMP echo-reply}", frames) == .failed(segment: 1, pattern: 1))
  }

  @Test func aSegmentIsWrittenAsALineExpectsIt() {
    let frames = Samples.handshake + [Samples.ping(fate: Samples.dropped), Samples.udp(isForward: false, [1])]
    #expect(
      Self.told(frames).map(\.expectedText) == [
        "> SYN", "< SYN,ACK", "> ACK", "> PSH,ACK Len=4 dropped", "< UDP Len=1",
      ])
  }
}

/// The ends as a cable between hosts would name them.
func named(_ frame: Frame, _ packet: Packet) -> (source: Segment.End, destination: Segment.End) {
  let client = Segment.End(name: "client", handle: "cli"), server = Segment.End(name: "server", handle: "conn")
  return frame.sender == "client" ? (client, server) : (server, client)
}
