import Runner
import Support
import Testing

/// Calls that return by themselves after a time of their own, on a machine that may be busy.
@Suite(.waits) struct OwnTimeLimitTests {
  private static let impatient = ["socket u udp", "bind u 127.0.0.1:0", "setsockopt u SO_RCVTIMEO 1ms"]

  /// It has waited, whether it is seen waiting or has returned before anybody looked.
  @Test func aCallWhoseTimeIsShortBlocksAllTheSame() throws {
    for _ in 0..<30 {
      let play = try Play(Self.impatient)
      #expect(try play.failures("recv u 9 & = blocks\nwait u = -1 EAGAIN") == [])
    }
  }

  @Test func soDoesPoll() throws {
    for _ in 0..<30 {
      let play = try Play(["socket u udp", "bind u 127.0.0.1:0"])
      #expect(try play.failures("poll u 1 & = blocks\nwait poll = 0") == [])
    }
  }

  /// A connection that is refused at once has not waited.
  @Test func whatFailsAtOnceDoesNotBlock() throws {
    let play = try Play(["socket c tcp"])
    #expect(try play.run("connect c 127.0.0.1:1 & = blocks").failure != nil)
    #expect(try play.run("recv c 1 & = blocks").failure != nil)
  }

  /// The deadline of a line is for calls that would wait for ever; one that returns by itself may be late.
  @Test(arguments: ["recv u 9", "recv u 9 &\nwait u", "recv u 9 &\nfg u"])
  func itIsNotCutShort(lines: String) throws {
    let play = Play(timeout: 41)
    for line in Self.impatient.dropLast() + ["setsockopt u SO_RCVTIMEO 40ms"] { try play.run(line) }
    for _ in 0..<5 {
      var last: Step?
      for line in lines.split(separator: "\n") { last = try play.run(String(line)) }
      #expect(last?.outcome == .done && last?.result?.answer?.errno.symbol == "EAGAIN")
    }
  }

  /// Both times end at once: what comes when the call returns by itself is what comes of every play.
  @Test func soIsOneWhoseTimeIsTheSame() throws {
    let play = Play(timeout: 40)
    for line in Self.impatient.dropLast() + ["setsockopt u SO_RCVTIMEO 40ms"] { try play.run(line) }
    for _ in 0..<5 { #expect(try play.run("recv u 9").outcome == .done) }
  }

  @Test func aLongerTimeOfItsOwnDoesNotCount() throws {
    let play = Play(timeout: 20)
    for line in Self.impatient.dropLast() + ["setsockopt u SO_RCVTIMEO 60s"] { try play.run(line) }
    #expect(try play.run("recv u 9").outcome == .timedOut)
  }
}
