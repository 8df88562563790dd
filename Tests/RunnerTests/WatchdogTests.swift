import Runner
import Sockets
import Support
import Testing

/// Calls that were not to wait, and do.
@Suite(.waits) struct WatchdogTests {
  /// poll(2) says that the call can go on, and somebody else takes what was there.
  @Test func aCallThatWasReadyAndWaitsIsEnded() throws {
    let kernel = ScriptedKernel(.answer(Answer(result: 1_000_000)), .waits(Answer(result: 5)))
    let play = Play(kernel: kernel, timeout: 60)
    try play.run("socket a udp")
    let step = try play.run("recv a 10")
    #expect(step.outcome == .timedOut)
    guard case .deadline(60)? = step.failure?.kind else { return #expect(Bool(false), "\(step.failure as Any)") }
  }

  /// Interrupted, it returns 0, as it would if data had come.
  @Test func aCallThatAsksForNothingIsSeenToBeInterrupted() throws {
    let play = Play(timeout: 60)
    for line in OpeningLines.connected { try play.run(line) }
    let step = try play.run("recv conn 0 = 0")
    guard case .deadline(60)? = step.failure?.kind else { return #expect(Bool(false), "\(step.failure as Any)") }
    #expect(try play.failures("recv conn 0 = timeout\nsend cli x\nrecv conn 0 = 0") == [])
  }

  @Test func aCallThatTakesItsTimeIsLeftAlone() throws {
    let kernel = ScriptedKernel(.answer(Answer(result: 1_000_000)), .slow(Answer(result: 5), 80_000))
    let play = Play(kernel: kernel, timeout: 40)
    try play.run("socket a udp")
    #expect(try play.run("recv a 10").outcome == .done)
  }

  /// An accepted socket inherits the listener's SO_RCVLOWAT, and a listener may drop what comes: then nothing is known
  /// beforehand.
  @Test(
    arguments: [
      """
      setsockopt srv SO_RCVLOWAT 100
      socket cli tcp
      connect cli {srv}
      accept srv conn
      send cli hello
      recv conn 200 = 5 "hello"
      """,
      """
      setsockopt srv IP_MINTTL 255
      socket cli tcp
      connect cli {srv} = timeout
      """,
      """
      setsockopt srv IP_MINTTL 255
      socket cli tcp
      connect cli {srv} & = blocks
      """,
    ], [true, false])
  func optionsDecideWhetherACallWaits(_ lines: String, _ wantsChanges: Bool) {
    let play = Play(timeout: 200, wantsChanges: wantsChanges)
    #expect(play.file("socket srv tcp\nbind srv 127.0.0.1:0\nlisten srv 5\n" + lines) == .held)
  }

  /// The number of a descriptor that is closed while a command repeats calls on it may be another socket's by the next
  /// call. In a process of its own nobody else takes the number.
  @Test func aRepetitionEndsWithItsDescriptor() throws {
    try SeparateProcess.run {
      let play = Play(timeout: 5000)
      let lines = """
        socketpair a b unix
        let number {b.fd}
        recvall b & = blocks
        close b
        socketpair c d unix
        ? c.fd == {number}
        send a "one"
        wait b = -1 EBADF
        send d "two"
        recv c 64 MSG_DONTWAIT = 3 "two"
        """
      let failures = try play.failures(lines)
      demand(failures.isEmpty, "\(failures)")
    }
  }
}
