import Packets
import Runner
import SessionLanguage
import Support
import Testing

@testable import Reports

@Suite struct SegmentTextTests {
  /// A handshake whose answer the cable dropped first, data, and a late acknowledgment.
  private static let told: [ReportedSegment] = {
    var table = ConversationTable()
    let options: [UInt8] = [2, 4, 5, 0xb4, 1, 3, 3, 7, 4, 2, 0, 0]
    let answer = FrameSamples.syn | FrameSamples.ack
    var frames = FrameSamples.handshake
    frames.insert(
      FrameSamples.tcp(
        isForward: false, answer, sequence: 0, acknowledgment: 1, options: options, moment: 1_500_000,
        fate: FrameSamples.dropped), at: 1)
    frames.append(FrameSamples.ping())
    frames.append(FrameSamples.udp(isForward: true, [1, 2]))
    frames.append(FrameSamples.portUnreachable(isForward: false))
    frames.append(
      FrameSamples.tcp(isForward: false, FrameSamples.ack, sequence: 1, acknowledgment: 5, moment: 50_000_000))
    return frames.enumerated().map { index, frame in
      let packet = Packet(frame.bytes, link: .ethernet)
      let numbers = table.take(packet, number: index + 1, time: frame.moment)
      let client = Segment.End(name: "client", handle: "cli"), server = Segment.End(name: "server", handle: nil)
      let isSent = frame.sender == "client"
      let segment = Segment(
        number: index + 1, moment: frame.moment, frame: frame, packet: packet, numbers: numbers,
        source: isSent ? client : server, destination: isSent ? server : client)
      let late = ReportedSegment.Relation(.acknowledges, of: 5, nanoseconds: 40_000_000)
      var reported = ReportedSegment(
        segment, isSent: isSent, relation: index == 7 ? late : nil, trigger: index == 7 ? .delayedAckTimer : nil)
      reported.unseen = index > 5 ? 9 : 0
      return reported
    }
  }()

  private static func step(_ line: String) -> Step {
    Samples.step(line, [Samples.done(Samples.recv, 0)]) { $0.segments = Array(told.dropLast()) }
  }

  private func drawn(isColoured: Bool = false, width: Int? = nil) throws -> String {
    try Samples.written { output in
      let screen = ScreenReport(
        output: output, errors: output, style: Style(isColoured: isColoured), width: width, showsLines: true)
      screen.take(.step(Self.step("connect cli {srv}")))
      for told in Self.told.suffix(1) { screen.take(.segment(told)) }
      let failed = Self.step("connect cli {srv} {> SYN, < SYN,ACK, > ACK}")
      let patterns = failed.command?.expectation?.segments ?? []
      let verdict = SegmentMatch(patterns, failed.segments).verdict
      failed.failure = Failure(
        .segments(
          SegmentFailure(patterns: patterns, seen: failed.segments, verdict: verdict, afterMilliseconds: 0)),
        at: 25..<34)
      screen.take(.step(failed))
    }
  }

  @Test func cardsHaveTheirSegments() throws {
    let text = try drawn()
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    try Golden.expect(text, "segments")
  }

  @Test func aNarrowTerminalBreaksThem() throws { try Golden.expect(try drawn(width: 60), "segments-narrow") }

  @Test func whatWasDroppedIsStruckOut() throws {
    try Golden.expect(try drawn(isColoured: true).replacing("\u{1b}", with: "␛"), "segments-coloured")
  }

  @Test func aRecordingHasWhatAlwaysPasses() {
    #expect(
      RecordedSegments.text(Self.step("connect cli {srv}"))
        == "{> SYN, < SYN,ACK dropped, < SYN,ACK, > ACK, > PSH,ACK Len=4, > UDP Len=2, < ICMP port-unreachable}")
    let late = Samples.step("close cli", [], []) { $0.segments = Array(Self.told.suffix(1)) }
    #expect(RecordedSegments.text(late) == nil)
  }
}
