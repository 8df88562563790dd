import Packets
import SessionLanguage
import Sockets
import Support
import Testing

@testable import Runner

/// Sessions whose segments are made up: what a step says of them does not depend on a kernel.
@Suite(.waits) struct WireSessionTests {
  private typealias Samples = FrameSamples

  private func prepared() throws -> (play: Play, frames: ScriptedFrames) {
    let play = Play(), frames = ScriptedFrames()
    play.session.role = "client"
    play.session.wire = Wire(frames, since: 0, Wire.View(naming: named))
    try play.run("wire on")
    try play.run("socket cli udp")
    return (play, frames)
  }

  @Test func aStepHasWhatPassed() throws {
    let (play, frames) = try prepared()
    frames.frames = Samples.handshake + [Samples.addressRequest]
    // They passed before this line began.
    #expect(try play.run("state cli").segments.isEmpty)
    frames.later = [frames.turns + 2: [Samples.ping()]]
    let step = try play.run("state cli")
    #expect(step.segments.map(\.segment.number) == [4])
    #expect(step.segments.first?.parts == ["[PSH, ACK]", "Seq=1", "Ack=1", "Win=8222720", "Len=4"])
    #expect(step.segments.first?.isSent == true)
    #expect(try play.run("state cli").segments.isEmpty)
  }

  /// Each lost frame is told once, with the last segment of those that were taken with it.
  @Test func whatWasNotSeenIsTold() throws {
    let (play, frames) = try prepared()
    frames.later = [frames.turns + 2: Samples.handshake]
    frames.lost = 7
    #expect(try play.run("state cli").segments.map(\.unseen) == [0, 0, 7])
    frames.later = [frames.turns + 2: [Samples.ping()]]
    #expect(try play.run("state cli").segments.map(\.unseen) == [0])
  }

  @Test func aLineWaitsForItsSegments() throws {
    let (play, frames) = try prepared()
    frames.later = [frames.turns + 3: Samples.handshake]
    let step = try play.run("state cli {> SYN, < SYN,ACK, > ACK} within 5s")
    #expect(step.failure == nil && step.segments.count == 3)
  }

  @Test func aLineFailsWithoutThem() throws {
    let (play, frames) = try prepared()
    frames.later = [frames.turns + 2: Samples.handshake]
    let step = try play.run("state cli {> SYN, < SYN,ACK, > PSH,ACK} within 5ms")
    guard case .segments(let failure)? = step.failure?.kind else { return fail("\(String(describing: step.failure))") }
    #expect(failure.verdict == .open(pattern: 2) && failure.seen.count == 3)
    #expect(step.failure?.span == 29..<38)
  }

  @Test func withoutAWireALineWithSegmentsIsRefused() throws {
    let error = try #require(throws: Diagnostic.self) { try Play().run("sleep 0ms {> SYN}") }
    #expect(error.title == "the wire is not watched" && error.span == 10..<17)
    let refused = try #require(throws: Diagnostic.self) { try Play(permissions: []).run("wire on") }
    #expect(refused.title == "wire on needs an isolated session")
  }

  @Test func aSegmentSaysWhatItRepeatsOrAcknowledges() throws {
    let (play, frames) = try prepared()
    let answer = Samples.tcp(isForward: false, Samples.ack, sequence: 1, acknowledgment: 5, moment: 250_000_000)
    frames.later = [
      frames.turns + 2: Samples.handshake + [
        Samples.ping(fate: Samples.dropped), Samples.ping(moment: 210_000_000), answer,
      ]
    ]
    let told = try play.run("state cli").segments
    #expect(told.count == 6)
    #expect(told[1].relation == nil && told[2].relation?.number == 2)
    #expect(told[4].relation == ReportedSegment.Relation(.repeats, of: 4, nanoseconds: 200_000_000))
    #expect(told[5].relation == ReportedSegment.Relation(.acknowledges, of: 5, nanoseconds: 40_000_000))
    #expect(told[3].rules == ["dropped: drop next SYN,ACK (rule 1)"])
  }

  @Test func aSegmentIsExplainedAndAllAreALadder() throws {
    let (play, frames) = try prepared()
    frames.later = [frames.turns + 2: Samples.handshake]
    try play.run("state cli")
    let lines = try play.run("segment 2").listing
    #expect(lines.first == "seen during  state cli")
    #expect(lines.contains { $0.hasPrefix("TCP  ") })
    let ladder = try play.run("ladder").listing
    #expect(ladder.contains { $0.contains("client") && $0.hasSuffix("server") })
    #expect(ladder.contains { $0.contains("[SYN]") })
    #expect(try #require(throws: Diagnostic.self) { try play.run("segment 9") }.label == "there are 1 to 3")
    #expect(throws: Diagnostic.self) { try Play().run("ladder") }
  }

  /// What was seen can still be looked at, and later segments have other numbers.
  @Test func whatWasSeenIsKeptWhenTheWireIsOff() throws {
    let (play, frames) = try prepared()
    frames.later = [frames.turns + 2: Samples.handshake]
    try play.run("state cli")
    let before = try play.run("ladder").listing
    try play.run("wire off")
    #expect(try play.run("ladder").listing == before && play.session.wire == nil)
    let others = ScriptedFrames(), past = try #require(play.session.pastWire)
    past.resume(others)
    play.session.wire = past
    others.later = [others.turns + 2: [Samples.ping()]]
    #expect(try play.run("state cli").segments.map(\.segment.number) == [4])
  }

  /// Its ends are the client and the server; on the cable it passes the router.
  @Test func whatPassesARouterIsTwoArrows() throws {
    func frame(_ sample: Frame, from sender: String, _ source: UInt8, to destination: UInt8, at moment: Int64) -> Frame
    {
      let link = [2, 0, 0, 0, 0, destination, 2, 0, 0, 0, 0, source]
      return Frame(moment: moment, bytes: link + sample.bytes.dropFirst(12), sender: sender)
    }
    let (play, frames) = try prepared()
    let (syn, answer) = (Samples.handshake[0], Samples.handshake[1])
    frames.later = [
      frames.turns + 2: [
        frame(syn, from: "client", 1, to: 9, at: 1), frame(syn, from: "router", 9, to: 2, at: 2),
        frame(answer, from: "server", 2, to: 9, at: 3), frame(answer, from: "router", 9, to: 1, at: 4),
      ]
    ]
    try play.run("state cli")
    let arrows = try play.run("ladder").listing.filter { !$0.contains("MSS=") || $0.contains("Seq=") }
    let heads = arrows.indices.filter { !arrows[$0].contains("│") }
    #expect(
      heads.map { arrows[$0].split(separator: " ").map(String.init) }.filter { $0.count == 2 } == [
        ["client", "router"], ["router", "server"], ["client", "router"],
      ], "\(arrows)")
  }

  @Test func aCallsDataAreFoundInTheStream() {
    var sent = SentBytes()
    let call = Call("send", .sends, .descriptor(3))
    sent.note(
      [.init(call: call, answer: .init(result: 4)), .init(call: call, answer: .init(result: 3))], by: "send", on: "cli")
    #expect(sent.parts(of: 0..<4, on: "cli").map(\.start) == [0])
    #expect(sent.parts(of: 3..<6, on: "cli").map(\.start) == [0, 4])
    #expect(sent.parts(of: 7..<9, on: "cli").isEmpty && sent.parts(of: 0..<9, on: "srv").isEmpty)
    sent.share("cli")
    #expect(sent.parts(of: 0..<4, on: "cli").isEmpty, "others send there, too")
    sent.begin("cli")
    sent.note([.init(call: call, answer: .init(result: 2))], by: "send", on: "cli")
    #expect(sent.parts(of: 0..<4, on: "cli").map(\.count) == [2])
  }
}
