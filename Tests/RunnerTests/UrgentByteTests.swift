import Runner
import Support
import Testing

/// What is at and behind an urgent byte, up to which the kernel counts what is unread.
@Suite(.waits) struct UrgentByteTests {
  private static let lines =
    OpeningLines.connected + ["send cli abc = 3", "send cli X MSG_OOB = 1", "send cli def = 3", "recv conn 3 = 3"]

  private func story(_ lines: [String], _ name: String = "conn") throws -> String {
    try Play(lines, isInteractive: true).run("why \(name)").listing.joined(separator: "\n")
  }

  @Test func whyTellsOfIt() throws {
    let story = try story(Self.lines)
    #expect(
      story.contains("an urgent byte has come (POLLPRI): recv with MSG_OOB takes it, and recv without stops before it"),
      "\(story)")
    #expect(story.contains("4 bytes from the urgent byte on have come and are unread; SIOCINQ does not count them"))
  }

  @Test func onceItIsTakenWhatIsBehindItIsStillTold() throws {
    let play = try Play(Self.lines + ["send cli gh = 2", "recv conn 1 MSG_OOB = 1"], isInteractive: true)
    let story = try play.run("why conn").listing.joined(separator: "\n")
    #expect(!story.contains("POLLPRI"), "\(story)")
    #expect(story.contains("5 bytes after the place of an urgent byte that was taken have come and are unread"))
    #expect(try play.failures("recv conn 9 = 5 \"defgh\"") == [])
    #expect(try !play.run("why conn").listing.joined().contains("urgent"))
  }

  @Test func withoutOneNothingIsSaid() throws {
    #expect(try !story(OpeningLines.connected + ["send cli abc"]).contains("urgent"))
    #expect(try !story(OpeningLines.connected + ["send cli abc", "close cli"]).contains("urgent"))
  }

  @Test func aCheckDoesNotMissWhatIsBehindIt() throws {
    let play = try Play(OpeningLines.connected + ["send cli ab MSG_OOB", "send cli cd"])
    let short = try #require(try play.run(#"recv conn 10 = 4 "abcd""#).failure?.short)
    #expect(short.bytes == Array("a".utf8) && short.late == 0 && short.behindMark == 3)
  }

  @Test func theEndOfASessionCountsIt() throws {
    let play = try Play(Self.lines, isInteractive: true)
    #expect(play.session.leftovers.map(\.sentence).contains("conn has 4 bytes unread"))
    #expect(try play.failures("recv conn 9 = 3 \"def\"") == [])
  }
}
