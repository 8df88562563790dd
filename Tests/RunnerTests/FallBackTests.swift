import Sockets
import Support
import Testing

/// MPTCP with an end that does not speak it.
@Suite(.waits, .enabled(if: MPTCP.isPossible)) struct FallBackTests {
  /// The other end speaks TCP only: what accept makes is a socket of TCP, and what connect has made is its first subflow.
  @Test func whatFallsBackToTCPIsObserved() throws {
    let play = try Play([
      "socket srv mptcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}",
      "accept srv conn",
      "send cli plain", "socket tsrv tcp", "bind tsrv 127.0.0.1:0", "listen tsrv", "socket mcli mptcp",
      "connect mcli {tsrv}", "accept tsrv tconn", "send tconn back", "shutdown tconn wr",
    ])
    #expect(play.table.find("conn")?.kind.word == "tcp")
    #expect(
      try play.failures(
        "? conn.unread == 5\n? mcli.unread == 4\nrecv mcli 3 = 3\n? mcli.unread == 1\nrecv mcli = 1\n"
          + "? mcli.unread == 0\n? mcli.state == CLOSE_WAIT") == [])
  }
}
