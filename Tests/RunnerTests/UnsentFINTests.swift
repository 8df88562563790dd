import Runner
import Sockets
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

  /// It is the last to leave: as long as anything has not left, no FIN was sent.
  @Test func aFINBehindAFullWindowHasNotBeenSent() throws {
    let play = try Play(OpeningLines.connected + ["nonblock cli on"])
    let end = monotonicNanoseconds() + 20_000_000_000
    while try play.run("send cli fill:16M").exchanges[0].answer?.failed == false, monotonicNanoseconds() < end {}
    try play.run("shutdown cli wr")
    let why = try play.run("send cli x = -1 EPIPE").why ?? ""
    #expect(why.contains("its FIN comes after what has not left yet") && !why.contains("has sent FIN"), "\(why)")
    let report = try play.run("why cli").listing.joined(separator: "\n")
    let all = try #require(report.firstMatch(of: /(\d+) bytes are sent or to be sent/)?.1)
    let held = try #require(report.firstMatch(of: /(\d+) bytes of them have not left yet/)?.1)
    #expect(Int(held)! <= Int(all)!, "\(report)")
  }

  /// What SIOCOUTQ still counts of a connection that is over is no longer to be sent.
  @Test func nothingIsUnsentAfterARST() throws {
    let play = try Play(OpeningLines.connected + ["send cli hello", "reset conn"])
    #expect(try play.failures("? cli.state == CLOSED\n? cli.unsent == 0") == [])
  }
}
