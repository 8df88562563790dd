import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// What real sockets cannot be made to do on demand: a scripted kernel answers in their place.
@Suite(.waits) struct RareAnswersTests {
  /// A line for each command that makes a call, with the handles it needs made first.
  private static let lines = [
    "socket x tcp", "bind a 127.0.0.1:80", "listen a 5", "accept a x", "connect a 127.0.0.1:80", "send a hello",
    "recv a 10",
    "sendto u hello 127.0.0.1:9",
    "recvfrom u 10", "shutdown a wr", "close a",
  ]
  private static let errnos = ["EINTR", "EMFILE", "EADDRNOTAVAIL", "EAGAIN", "EINPROGRESS", "ENOBUFS", "EIO"]

  /// A session with the socket `a`, and the kernel below it.
  private func opened(timeout: Int = 10_000) throws -> (kernel: ScriptedKernel, play: Play) {
    let kernel = ScriptedKernel()
    let play = Play(kernel: kernel, timeout: timeout)
    try play.run("socket a tcp")
    return (kernel, play)
  }

  /// recvmmsg leaves it in the socket when a signal interrupts it after its first message.
  @Test func anErrnoThatLinuxHasNoNameFor() throws {
    for line in ["recv a 10 = -1 512", "recv a 10 = -1"] {
      let (kernel, play) = try opened()
      kernel.setReady(true)
      kernel.expect(.answer(Answer(result: -1, errno: Errno(512))))
      let step = try play.run(line)
      #expect(step.failure == nil && step.why?.hasPrefix("512 is ERESTARTSYS") == true, "\(step.why as Any)")
    }
    let (kernel, play) = try opened()
    kernel.setReady(true)
    kernel.expect(.answer(Answer(result: -1, errno: Errno(511))))
    guard case .errno? = try play.run("recv a 10 = -1 512").failure?.kind else { return fail("511 is not 512") }
  }

  @Test(arguments: lines, errnos)
  func everyErrorIsShownAsItCameAndTheCallIsMadeOnce(line: String, symbol: String) throws {
    for ready in [true, false] {
      let kernel = ScriptedKernel()
      let play = Play(kernel: kernel)
      for line in ["socket a tcp", "socket u udp"] { try play.run(line) }
      kernel.setReady(ready)
      kernel.expect(.answer(Answer(result: -1, errno: Errno(symbol: symbol)!)))
      let step = try play.run(line)
      #expect(kernel.calls.count == 3, "made again: \(kernel.calls.dropFirst(2))")
      #expect(step.exchanges.map(\.call) == [kernel.calls[2]])
      #expect(step.exchanges[0].answer == Answer(result: -1, errno: Errno(symbol: symbol)!))
      guard case .failed? = step.failure?.kind else { return fail("an error without an expectation must be a failure") }
      #expect(step.changes.allSatisfy { $0.before != nil }, "a failed call made a handle")
    }
  }

  @Test(arguments: errnos)
  func anExpectedErrorIsNoFailure(symbol: String) throws {
    let kernel = ScriptedKernel(.answer(Answer(result: -1, errno: Errno(symbol: symbol)!)))
    #expect(try Play(kernel: kernel).run("socket a tcp = -1 \(symbol)").failure == nil)
  }

  /// close(2) on Linux gives the descriptor up even when it fails, but for EBADF.
  @Test(arguments: [("EINTR", false), ("EIO", false), ("EBADF", true)])
  func aCloseThatFailsHasClosedNevertheless(symbol: String, isOpen: Bool) throws {
    let (kernel, play) = try opened()
    kernel.expect(.answer(Answer(result: -1, errno: Errno(symbol: symbol)!)))
    try play.run("close a = -1 \(symbol)")
    #expect((play.table.find("a").map { $0.isOpen } ?? false) == isOpen)
  }

  @Test func aSeriesOfCallsEndsAtTheFirstThatFails() throws {
    let (kernel, play) = try opened()
    kernel.expect(.answer(Answer(result: -1, errno: Errno(symbol: "ENOPROTOOPT")!)))
    let step = try play.run("reset a = -1 ENOPROTOOPT")
    #expect(step.exchanges.map(\.call.name) == ["setsockopt"])
    #expect(try play.run("reset a").exchanges.map(\.call.name) == ["setsockopt", "close"])
  }

  @Test func whatIsReadyIsCalledOnThisThreadAndWhatIsNotWaits() throws {
    let (kernel, play) = try opened(timeout: 50)
    #expect(try play.run("recv a 10 & = 0").outcome == .done)
    kernel.setReady(false)
    kernel.expect(.waits(Answer(result: 5, received: Received(data: Array("hello".utf8)))))
    #expect(try play.run("recv a 10 & = blocks").outcome == .waiting(1, name: "a"))
    kernel.release()
    #expect(try play.run("wait a = 5 \"hello\" within 5s").failure == nil)
    #expect(kernel.calls.filter { $0.name == "recv" }.count == 2)
  }

  @Test func aCallThatWaitsTooLongIsInterrupted() throws {
    let (kernel, play) = try opened(timeout: 30)
    kernel.setReady(false)
    kernel.expect(.waits(Answer(result: 5)))
    let step = try play.run("recv a 10")
    #expect(step.outcome == .timedOut)
    #expect(step.exchanges[0].answer?.errno.symbol == "EINTR")
    guard case .deadline(30)? = step.failure?.kind else {
      return fail("no deadline: \(String(describing: step.failure))")
    }
    kernel.expect(.waits(Answer(result: 5)))
    #expect(try play.run("recv a 10 = timeout within 5ms").failure == nil)
    kernel.expect(.waits(Answer(result: 5)))
    #expect(try play.run("recv a 10 = -1 EINTR").failure == nil)
    #expect(kernel.calls.filter { $0.name == "recv" }.count == 3)
  }

  @Test func aResultThatComesAsTheTimeIsUpIsNoTimeout() throws {
    let (kernel, play) = try opened(timeout: 1)
    kernel.setReady(false)
    for _ in 0..<200 {
      kernel.expect(.slow(Answer(result: 5), 1000))
      let step = try play.run("recv a 10 = *")
      let answer = step.exchanges[0].answer
      #expect(
        (step.outcome == .timedOut) == (answer?.errno.symbol == "EINTR"),
        "\(step.outcome) with \(String(describing: answer))")
    }
  }

  @Test func aStateThatDoesNotComeIsWaitedForAndTold() throws {
    let (kernel, play) = try opened()
    let step = try play.run("listen a 5 = 0 [a LISTEN] within 20ms")
    guard case .state(handle: "a", expected: "LISTEN", got: "CLOSED", let waited)? = step.failure?.kind else {
      return fail("no wrong state")
    }
    #expect(waited >= 20)
    kernel.see(Snapshot(state: .listen), on: 1_000_001)
    #expect(try play.run("listen a 5 = 0 [a LISTEN]").failure == nil)
    #expect(kernel.calls.filter { $0.name == "listen" }.count == 2)
  }
}
