import Packets
import Testing
import Text

/// What stands between the packets of a ladder.
@Suite struct LadderNoteTests {
  private let packet = LadderEntry.packet(
    LadderRow(number: 1, time: 0, left: "client", right: "server", isRightward: true, parts: ["[SYN]", "Seq=0"]))

  private func note(_ end: String, _ text: String, at time: Int64 = 0) -> LadderEntry {
    .note(LadderNote(time: time, end: end, text: text))
  }

  @Test func itStandsOnTheSideOfItsEnd() {
    let lines = Ladder([note("client", "connect cli {srv} = 0"), packet, note("server", "srv LISTEN")]).lines
    #expect(lines.count == 4)
    #expect(lines[0].hasSuffix("server") && lines[0].contains("client"))
    #expect(lines[1].contains("│ connect cli {srv} = 0  "))
    #expect(lines[2].hasPrefix("1 0.000000 │ [SYN] Seq=0 ─"))
    #expect(lines[3].hasSuffix(" srv LISTEN │"))
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= 80 })
  }

  @Test func ofAnEndThatNoPacketHasItSaysTheName() {
    #expect(Ladder([packet, note("third", "socket c tcp = 3")]).lines[2].contains("│ third: socket c tcp = 3 "))
  }

  @Test func whatDoesNotArriveHasNoTip() {
    let rows = [true, false].map { isRightward in
      LadderRow(
        number: 1, time: 0, left: "client", right: "server", isRightward: isRightward, parts: ["[SYN]"],
        isDropped: true)
    }
    let lines = Ladder(rows).lines
    #expect(lines[1].hasSuffix("─✗ │") && lines[2].contains("│ ✗─"))
    #expect(lines.allSatisfy { !$0.contains("▶") && !$0.contains("◀") })
  }

  @Test func aLongOneIsBroken() {
    let text = (0..<40).map { "word\($0)" }.joined(separator: " ")
    let lines = Ladder([packet, note("server", text)]).lines
    #expect(lines.count > 5 && lines.allSatisfy { DisplayWidth.of($0) <= 80 })
  }
}
