import Runner
import SessionLanguage
import Testing
import Text

@testable import Reports

/// What a line expects of the wire beside what came, as wide as there is room.
@Suite struct LadderPairTests {
  private func rows(_ patterns: String, room: Int?) throws -> [String] {
    let line = try Parser.parse(Array("connect cli {srv} {\(patterns)}".utf8))
    let failure = SegmentFailure(
      patterns: line.command?.expectation?.segments ?? [], seen: [], verdict: .open(pattern: 0), afterMilliseconds: 1)
    return LadderPair(failure, room: room).note.text.split(separator: "\n").map(String.init)
  }

  @Test func inAFileItIsAsWideAsItsWords() throws {
    #expect(
      try rows("> SYN, < SYN,ACK", room: nil)[1...] == ["SYN ───────────────────────▶", "◀─────────────────── SYN,ACK"])
    let long = try rows("> SYN MSS=1460 SACK_PERM WS=1024, ...", room: nil)
    #expect(long[1] == "SYN MSS=1460 SACK_PERM WS=1024 ──▶" && long[2] == "...")
    #expect(long[0].hasPrefix("expected") && DisplayWidth.of(long[0]) == 34 + 5 + 4)
  }

  @Test func inATerminalNoRowIsBroken() throws {
    for room in [10, 30, 45, 60, 70, 200] {
      let rows = try rows("> SYN MSS=1460 SACK_PERM WS=1024, < SYN,ACK", room: room)
      #expect(
        rows.count == 3 && rows.dropFirst().allSatisfy { DisplayWidth.of($0) <= max(12, (room - 5) / 2) }, "\(rows)")
      #expect(rows[1].hasSuffix("▶") && rows[2].hasPrefix("◀─"))
    }
    #expect(try rows("> SYN MSS=1460 SACK_PERM WS=1024", room: 45)[1] == "SYN MSS=1460 SA… ──▶")
  }
}
