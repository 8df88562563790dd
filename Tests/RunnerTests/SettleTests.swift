import Runner
import Sockets
import Support
import Testing

/// TCP holds a small piece back while an earlier one is not acknowledged. Somebody who types does not notice; a play
/// must not, either.
@Suite(.waits) struct SettleTests {
  /// A connection that has gone back and forth, so that acknowledgements are delayed.
  private static let talked = """
    socket srv tcp
    bind srv 127.0.0.1:0
    listen srv 5
    socket cli tcp
    connect cli {srv}
    accept srv conn
    send cli "ping"
    recv conn 64 = 4 "ping"
    send conn "pong"
    recv cli 64 = 4 "pong"

    """

  /// It can be written to from the beginning, and read from later.
  @Test func pollFindsAllThatIsExpectedOfIt() throws {
    let peer = try PythonPeer(
      """
      import time
      s = socket.create_server(('127.0.0.1', 0)); say(s.getsockname()[1])
      c, _ = s.accept(); time.sleep(0.1); c.send(b'x'); c.recv(1)
      """)
    defer { peer.end() }
    let lines = """
      socket c tcp
      connect c 127.0.0.1:\(try peer.line())
      poll c:POLLIN|POLLOUT 1s = 1 c:POLLIN|POLLOUT
      select r:c w:c 1s = 2 r:c w:c
      """
    #expect(try Play().failures(lines) == [])
  }

  /// A pipe is locked while a call waits on it, as far as looks go; its poll needs no lock.
  @Test func aReadOfAPipeReturnsBeforeTheNextLine() throws {
    for _ in 0..<50 {
      let play = try Play(["pipe r w"])
      try play.run("read r 64 & = blocks")
      try play.run(#"write w "one" = 3"#)
      #expect(try play.failures("read r 64 & = blocks") == [])
    }
  }

  /// What a check compares with is what the pipe had when the call began to wait, also where nobody looks on.
  @Test(arguments: [true, false]) func aPipeOnWhichACallWaitsIsEmpty(_ wantsChanges: Bool) {
    let lines = """
      pipe r w
      write w "a" = 1
      ? r.unread == 1 and w.unread == 1
      read r 64 = 1
      read r 64 & = blocks
      ? r.unread == 0 and w.unread == 0 within 1ms
      """
    #expect(Play(wantsChanges: wantsChanges).file(lines) == .held)
  }

  /// Its descriptor cannot be polled any more, and may be another file's by now.
  @Test(arguments: [#"write w "one""#: #"cancel r = 3 "one""#, "close w": "cancel r = 0 EOF"])
  func aReadOfAClosedPipeReturnsBeforeTheNextLine(_ line: String, _ collected: String) throws {
    for _ in 0..<50 {
      let play = try Play(["pipe r w", "read r 64 & = blocks", "close r", "pipe r2 w2", line])
      #expect(try play.failures(collected) == [])
    }
  }

  @Test(
    arguments: [
      "send cli \"one\"\nsend cli \"two\"\nrecv conn 64 = 6 \"onetwo\"",
      "send cli \"one\"\nsend cli \"two\"\nrecvmsg conn 64 = 6 \"onetwo\"",
      "send cli \"one\"\nsend cli \"two\"\nrecvmmsg conn 1 64 = 1 \"onetwo\"",
      "send cli \"one\"\nsend cli \"two\"\nrecvmmsg conn 2 3 MSG_DONTWAIT = 2 \"one\" \"two\"",
      "send cli \"one\"\nsend cli \"two\"\nrecv conn 3 = 3\nrecvmmsg conn 5 64 MSG_DONTWAIT = 1 /t.o/",
      "send cli \"one\"\nsend cli \"two\"\nioctl conn FIONREAD = 0 6",
      "send cli \"one\"\nsend cli \"two\"\nrecv conn 3 = 3 \"one\"\nrecv conn 3 MSG_DONTWAIT = 3 \"two\"",
      "send cli \"one\"\nsend cli \"two\"\nreadv conn 4 4 = 6 \"onetwo\"",
      "send cli \"one\"\nsend cli \"two\"\nrecv conn 3 = 3 \"one\"\npoll conn 0 = 1 conn:POLLIN",
      "send cli \"one\"\nsend cli \"two\"\nrecv conn 3 = 3 \"one\"\nselect r:conn 0 = 1 r:conn",
      "send cli \"one\"\nsend cli \"two\"\nreset cli = 0\nrecv conn 64 = 6 \"onetwo\"",
      "send cli \"one\"\nsend cli \"two\"\nioctl cli SIOCOUTQ = 0 0",
    ], [true, false])
  func whatIsExpectedArrivesFirst(_ lines: String, _ wantsChanges: Bool) {
    for _ in 1...3 {
      let play = Play(wantsChanges: wantsChanges)
      #expect(play.file(Self.talked + lines) == .held, "\(play.witness.steps.last.map { "\($0.line)" } ?? "")")
    }
  }

  @Test(arguments: ["nonblock conn on\nrecv conn 64 = -1 EAGAIN", "ioctl conn FIONREAD = 0 0", "poll conn 0 = 0"])
  func thatNothingIsThereIsNotWaitedFor(_ lines: String) { #expect(Play().file(Self.talked + lines) == .held) }

  @Test func aCallThatWaitsForItsFirstByteWaitsItself() {
    let play = Play(timeout: 500)
    #expect(play.file(Self.talked + "recv conn 64 = 4") == .checkFailed)
    #expect(play.witness.waiting.last?.name == "recv")
  }

  /// What has come for a waiting call is its own, and no later line's.
  @Test(arguments: [true, false]) func aBackgroundCallTakesWhatItsLineBrought(_ wantsChanges: Bool) {
    for _ in 1...5 {
      let lines = """
        recv conn 64 & = blocks
        send cli "one" = 3
        send cli "two" = 3
        wait conn = 3 "one"
        recv conn 64 = 3 "two"
        recv cli 64 & = blocks
        send conn "x" = 1
        recv cli 64 MSG_DONTWAIT = -1 EAGAIN
        wait cli = 1 "x"
        """
      let play = Play(wantsChanges: wantsChanges)
      #expect(play.file(Self.talked + lines) == .held, "\(play.witness.steps.last.map { "\($0.line)" } ?? "")")
    }
  }
}
