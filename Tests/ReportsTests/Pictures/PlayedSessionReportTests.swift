import Handles
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@testable import Reports

/// What pages and pictures are made of, from the records of real sockets and of made up ones.
@Suite(.waits) struct PlayedSessionReportTests {
  private static func played(_ lines: [String]) throws -> PlayedSession {
    let play = Play()
    let report = PlayedSessionReport(source: "some.session")
    for (index, line) in lines.enumerated() {
      let statement = try Parser.parse(Array(line.utf8))
      guard statement.body.language == nil else {
        report.take(.note(statement.body))
        continue
      }
      report.take(.line(statement))
      report.take(.step(try play.session.run(statement, at: Place(source: "some.session", number: index + 1))))
    }
    return report.played
  }

  private static let connection = [
    "server> socket srv tcp", "server> bind srv 127.0.0.1:0", "server> listen srv 5", "client> socket cli tcp",
    "client> connect cli {srv} = 0 [cli ESTABLISHED]", "server> accept srv conn", "client> send cli \"hi\\n\" = 3",
    "server> recv conn 64 = 3", "client> shutdown cli wr = 0 [conn CLOSE_WAIT]", "server> close conn = 0",
  ]

  @Test func callsAreArrowsBetweenThoseWhoAct() throws {
    let ladder = try Self.played(Self.connection).ladder
    #expect(ladder.lanes == ["server", "client"])
    let arrows = ladder.rows.filter { $0.to != nil }.map { "\($0.moment) \($0.from!)→\($0.to!) \($0.text)" }
    #expect(
      arrows == [
        "5 1→0 connect cli {srv} = 0", #"7 1→0 send cli "hi\n" = 3"#, "9 1→0 shutdown cli wr = 0",
        "10 0→1 close conn = 0",
      ])
    #expect(ladder.rows.contains { $0.kind == .state && $0.from == 1 && $0.text == "cli CLOSED → ESTABLISHED" })
    #expect(ladder.rows.contains { $0.text == #"recv conn 64 = 3 "hi\n""# && $0.from == 0 && $0.to == nil })
  }

  @Test func withoutRolesEachHandleHasALane() throws {
    let lines = Self.connection.map { String($0.split(separator: " ", maxSplits: 1)[1]) }
    let ladder = try Self.played(lines).ladder
    #expect(ladder.lanes == ["srv", "cli", "conn"])
    #expect(ladder.rows.contains { $0.text == #"send cli "hi\n" = 3"# && $0.from == 1 && $0.to == 2 })
  }

  @Test func statesAreThoseOfEachStep() throws {
    let session = try Self.played(Self.connection)
    let states = session.moments.map { $0.handles.map { "\($0.name) \($0.state)" }.joined(separator: ", ") }
    #expect(states[0] == "srv CLOSED" && states[2] == "srv LISTEN")
    #expect(states[5] == "srv LISTEN, cli ESTABLISHED, conn ESTABLISHED")
    #expect(session.moments[5].handles.map(\.isTold) == [true, false, true])
    let closed = session.moments[8].handles
    #expect(closed[2].before == "ESTABLISHED" && closed[2].isChanged && closed[0].before == nil && !closed[0].isChanged)
    let ways = session.ways.map { "\($0.name): " + $0.steps.map(\.to.name).joined(separator: " ") }
    #expect(ways[0] == "srv: CLOSED LISTEN" && ways[2].hasPrefix("conn: ESTABLISHED CLOSE_WAIT"))
    #expect(ways[1].hasPrefix("cli: CLOSED ESTABLISHED FIN_WAIT"))
  }

  @Test func dataAreThoseThatWereSentAndReceived() throws {
    let session = try Self.played(Self.connection)
    #expect(session.moments[6].data.map(\.bytes) == [Array("hi\n".utf8)] && session.moments[6].data[0].isSent)
    #expect(session.moments[7].data.map(\.bytes) == [Array("hi\n".utf8)] && !session.moments[7].data[0].isSent)
    #expect(session.moments[0].data.isEmpty)
    let long = try Self.played(["socketpair a b", "sendall a fill:3000", "recvall b 3000"])
    #expect(long.moments[1].data.map(\.count) == [3000] && long.moments[2].data.map(\.count) == [3000])
    #expect(long.moments[2].data[0].bytes.count == 256)
  }

  @Test func proseIsPairedWithTheSameInKorean() throws {
    let session = PictureSamples.session
    #expect(session.title == BilingualText(english: "A & B <first>", korean: "첫 연결"))
    #expect(
      session.moments[0].notes == [
        PlayedNote(isHeading: false, text: BilingualText(english: "Two ends, and a cable.", korean: "두 끝과 케이블"))
      ])
    #expect(session.moments[0].directives == ["@isolated"])
    #expect(session.moments.last?.notes.map(\.text) == [BilingualText(english: "Only in English.")])
    #expect(session.closing.map(\.text) == [BilingualText(korean: "한국어로만.")])
    #expect(session.outcome?.english == "4 of 4 held")
  }

  @Test func whatHappensBetweenLinesBelongsToTheLineBefore() {
    let moment = PictureSamples.session.moments[7]
    #expect(moment.card.contains("* cli") && moment.handles.contains { $0.name == "cli" && $0.state == "FIN_WAIT2" })
  }

  @Test func aLineThatFailsIsBadAndSaysWhy() throws {
    let session = try Self.played(["socket s udp = 99"])
    #expect(session.moments[0].isBad && session.moments[0].card.contains("wrong result"))
    #expect(session.moments[0].expected == "= 99" && session.moments[0].typed == "socket s udp")
  }

  @Test func aLineThatCannotBeRunIsShown() {
    let report = PlayedSessionReport(source: "s")
    let line = Array("frob \u{202e}x".utf8)
    report.take(
      .refusal(Diagnostic("unknown command: frob", at: 0..<4), at: Place(source: "s", number: 3), line: line[...]))
    let session = report.played
    #expect(session.moments.map(\.isBad) == [true] && session.moments[0].card.contains("unknown command: frob"))
    #expect(session.moments[0].line == 3 && session.moments[0].typed == "frob <U+202E>x")
  }

  @Test func aLongSessionIsCut() {
    let report = PlayedSessionReport(source: "s")
    for _ in 0..<1200 {
      report.take(.step(Samples.step("recv conn 100", [Samples.done(Samples.recv, 1, data: [0x41])])))
    }
    let session = report.played
    #expect(session.moments.count == 1000 && session.leftOut == 200 && session.ladder.rows.count == 1000)
  }

  @Test func noMoreThanEightLanes() {
    let entries = (0..<12).map {
      LaneEntry(moment: 1, kind: .remark, from: LaneEnd(role: "r\($0)"), to: nil, text: "x")
    }
    let ladder = LaneLadder(entries, owners: [:])
    #expect(ladder.lanes.count == 8 && ladder.lanes.last == "…" && ladder.rows.allSatisfy { $0.from! < 8 })
  }
}
