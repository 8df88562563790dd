import Runner
import Support
import Testing

/// A FIN is no byte: whoever shows what is unsent shows the same.
@Suite(.waits) struct UnsentFINTests {
  @Test(arguments: ["shutdown c wr", "close c"]) func aFINIsNotCounted(_ ending: String) throws {
    let play = try Play([
      "socket l tcp", "bind l 127.0.0.1:0", "listen l", "socket c tcp", "connect c {l}", "accept l a",
    ])
    let step = try play.run(ending)
    #expect(step.changes.allSatisfy { $0.after.unsent == 0 && $0.after.unread == 0 })
    let row = try #require(try play.run("handles").values.first { $0["name"] == .text("c") })
    #expect(row["unsent"] == .number(0))
    #expect(try play.failures("? c.unsent == 0\n? a.unread == 0") == [])
    let why = try play.run("why c").listing.joined(separator: "\n")
    #expect(why.contains("this end has sent FIN") && !why.contains("SO_SNDBUF") && !why.contains(" byte"), "\(why)")
  }

  /// What SIOCOUTQ still counts of a connection that is over is no longer to be sent.
  @Test func nothingIsUnsentAfterARST() throws {
    let play = try Play(OpeningLines.connected + ["send cli hello", "reset conn"])
    #expect(try play.failures("? cli.state == CLOSED\n? cli.unsent == 0") == [])
  }
}
