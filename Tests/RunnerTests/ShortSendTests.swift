import Foundation
import Runner
import Support
import Testing

/// A send that took less than it was given.
@Suite struct ShortSendTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  @Test(arguments: [
    (["nonblock cli on"], "the call was non-blocking"), (["setsockopt cli SO_SNDTIMEO 200ms"], "SO_SNDTIMEO ran out"),
    (["@timeout 200ms"], "sockplay ended the call, because its time was up"),
  ])
  func itSaysWhyItTookNoMore(_ lines: [String], _ end: String) throws {
    let play = try play(OpeningLines.connected + lines)
    if lines[0].hasPrefix("@") { play.session.timeout = 200 }
    let taken = try #require(play.run("send cli fill:64M").exchanges[0].answer?.result)
    let report = try play.run("why").listing
    let all = 64 << 20
    #expect(report[0] == "send cli fill:64M: send returned \(taken)")
    #expect(report[1] == "  why   cli took \(taken) of \(all) bytes: the send buffer had no room for more, and \(end)")
    let rest = "send the other \(all - taken) bytes; sendall does both by itself"
    #expect(report[2] == "  try   when poll cli:POLLOUT returns, " + rest)
  }

  @Test func aUNIXDomainStreamMayBeFullToo() throws {
    let play = try play(["socketpair a b", "nonblock a on", "send a fill:16M"])
    #expect(
      try play.run("why").listing[1].hasSuffix("the send buffer had no room for more, and the call was non-blocking"))
  }

  /// No limit was set, so none ran out.
  @Test(arguments: [
    (
      ["socketpair a b", "send a fill:16M &", "shutdown b rd", "wait a"], "its other end was closed meanwhile, or shut"
    ),
    (["socketpair a b", "send a fill:16M &", "shutdown a wr", "wait a"], "it was shut down for writing meanwhile"),
    (["pipe b a", "write a fill:1M &", "close b", "wait a"], "its other end was closed meanwhile, or shut"),
  ])
  func whatEndedTheWaitIsNamed(_ lines: [String], _ end: String) throws {
    let play = try play(lines)
    let report = try play.run("why").listing
    #expect(report[1].hasPrefix("  why   a took ") && report[1].contains(end), "\(report)")
    #expect(!report.contains { $0.contains("SO_SNDTIMEO") || $0.contains("sendall") }, "\(report)")
  }

  @Test func whatWentWholeIsNoSurprise() throws {
    let play = try play(OpeningLines.connected + ["send cli hello = 5"])
    #expect(try play.run("why").listing[0] == "nothing has failed, and no call waits")
  }

  /// What keeps the rest back, as ss shows it.
  @Test(.enabled(if: Program.find("ss") != nil, "ss is not installed")) func whatHasNotLeftYetIsWhatSSShows() throws {
    let play = try play(OpeningLines.connected + ["nonblock cli on", "send cli fill:64M"])
    let port = try #require(play.table.find("cli")!.endpoints.local?.port)
    let ss = try #require(Program.find("ss"))
    // Bytes go on moving for a moment.
    var (row, seen) = ("", "")
    for _ in 0..<200 where row.isEmpty || !row.contains(seen) {
      row = try play.run("why cli").listing.first { $0.contains("not left yet") } ?? ""
      let shown = try Program.run(["-tinH", "sport", "=", "\(port)"], of: ss).output
      seen =
        shown.firstMatch(of: /notsent:(\d+)/).map {
          "  now   \($0.1) bytes of them have not left yet: the other end's window is "
        } ?? "-"
    }
    #expect(row.hasPrefix(seen), "\(row) \(seen)")
  }
}
