import Foundation
import Reports
import Runner
import SessionLanguage
import Support
import Testing

/// Lines whose play must not depend on chance.
@Suite(.waits) struct RecordedLineTests {
  @Test func thePortOfASenderThatIsGoneIsLeftOpen() throws {
    let lines = [
      "socket srv udp", "bind srv 127.0.0.1:0", "socket cli udp", "sendto cli one {srv}", "close cli",
      "recvmmsg srv 1 64 MSG_DONTWAIT",
    ]
    #expect(try recorded(lines).last == #"recvmmsg srv 1 64 MSG_DONTWAIT = 1 "one" 1.from:127.0.0.1:*"#)
  }

  /// Of a connection in TIME_WAIT, though its listener is closed.
  @Test func thePortOfAConnectionThatIsOverIsThatOfItsEnd() throws {
    let lines =
      OpeningLines.connected + [
        "close conn = 0 [conn FIN_WAIT2]", "close cli = 0 [conn TIME_WAIT]", "close srv", "socket again tcp",
        "bind again 127.0.0.1:<conn.port>",
      ]
    #expect(try recorded(lines).last == "bind again {conn} = -1 EADDRINUSE")
  }

  @Test func aDescriptorThatComesIsAsItWasBound() throws {
    let lines = [
      "socketpair p q unix", "socket a tcp", "bind a 127.0.0.1:0", "sendmsg p x SCM_RIGHTS:a", "close a",
      "recvmsg q 64 SCM_RIGHTS:b", "handles",
    ]
    #expect(try recorded(lines).dropLast().last == #"recvmsg q 64 SCM_RIGHTS:b = 1 "x" SCM_RIGHTS:b [b BOUND]"#)
  }

  /// TCP holds a small piece back while an earlier one is not acknowledged.
  @Test func whatIsHeldBackArrivesBeforeTheNextLineIsRecorded() throws {
    let lines =
      OpeningLines.connected + [
        "send cli ping", "recv conn 64", "send conn pong", "recv cli 64", "send cli one", "send cli two",
        "recv conn 64 MSG_DONTWAIT",
      ]
    try Scratch.folder { folder in
      let broadcast = Broadcast([])
      let session = Session(kernel: SealedKernel(), report: broadcast, wakeup: Wakeup())
      broadcast.add(try Recorder(path: folder.appendingPathComponent("r").path, table: session.table))
      var last: Step?
      for line in lines { last = try session.run(try Parser.parse(Array(line.utf8)), at: .prompt) }
      #expect(last?.exchanges.last?.answer?.result == 6)
      session.end()
    }
  }
}
