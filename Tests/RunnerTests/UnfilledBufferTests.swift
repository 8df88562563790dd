import Runner
import Support
import Testing

/// A receive with MSG_WAITALL that returned before it had all it was to wait for. See recv(2).
@Suite struct UnfilledBufferTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  @Test(arguments: [
    (["setsockopt conn SO_RCVTIMEO 0.1s"], "recv conn 10 MSG_WAITALL", "SO_RCVTIMEO ran out"),
    (["nonblock conn on"], "recv conn 10 MSG_WAITALL", "the call was non-blocking, which MSG_WAITALL does not change"),
    ([], "recv conn 10 MSG_WAITALL|MSG_DONTWAIT", "the call was non-blocking, which MSG_WAITALL does not change"),
    (["shutdown cli wr"], "recv conn 10 MSG_WAITALL", "the other end sends no more"),
    (["shutdown conn rd"], "recvfrom conn 10 MSG_WAITALL", "it was shut down for reading"),
    ([], "recv conn 10 MSG_WAITALL within 0.1s", "sockplay ended the call, because its time was up"),
  ])
  func itSaysWhyItReturnedBefore(_ lines: [String], _ receive: String, _ end: String) throws {
    let play = try play(OpeningLines.connected + [#"send cli "abc""#] + lines)
    let sentence = "\(receive.prefix { $0 != " " }) returned 3 of the 10 bytes that MSG_WAITALL waits for: \(end)"
    #expect(try play.run(receive).short == sentence)
    #expect(try play.run("why").listing.contains("  why   \(sentence)"))
  }

  @Test func theOtherEndOfAUNIXDomainStreamMayBeClosed() throws {
    let play = try play(["socketpair a b", #"send a "abc""#, "close a"])
    let short = try play.run("recv b 10 MSG_WAITALL").short
    #expect(short == "recv returned 3 of the 10 bytes that MSG_WAITALL waits for: the other end sends no more")
  }

  @Test(arguments: ["recv conn 3 MSG_WAITALL", "recv conn 10"])
  func nothingIsSaidOfWhatIsComplete(_ receive: String) throws {
    let play = try play(OpeningLines.connected + [#"send cli "abc""#])
    #expect(try play.run(receive).short == nil)
  }
}
