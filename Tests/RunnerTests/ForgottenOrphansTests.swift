import Support
import Testing

/// What a long play leaves in the table.
@Suite(.waits) struct ForgottenOrphansTests {
  private static let many = "repeat 17000\n  socket s{i} tcp = fd\n  close s{i} = 0\nend"

  /// `check` asks nobody what became of a closed TCP handle.
  @Test func closedHandlesDoNotPileUpWhereNobodyLooks() throws {
    let play = Play(wantsChanges: false)
    #expect(play.file(Self.many) == .held)
    #expect(play.table.all.count < 1000 && play.table.isGone("s1"))
  }

  /// What the kernel still holds stays, with its addresses.
  @Test func aConnectionInTimeWaitStays() throws {
    let play = Play(wantsChanges: false)
    let lines = OpeningLines.connected + ["close cli", "close conn", Self.many, "? cli.state == TIME_WAIT"]
    #expect(play.file(lines.text) == .held)
    #expect(play.table.find("conn") == nil && play.table.find("cli")?.endpoints.hasPeer == true)
  }
}
