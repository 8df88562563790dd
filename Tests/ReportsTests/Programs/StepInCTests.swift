import Support
import Testing

@testable import Reports

/// The last call as C, as `c` shows it.
@Suite(.waits) struct StepInCTests {
  private func lines(after lines: [String]) throws -> [String] {
    let play = Play(isInteractive: true)
    for line in lines { try play.run(line) }
    try play.run("handles")
    return StepInC.lines(of: play.session.lastStepWithCalls, in: play.table, language: .english)
  }

  @Test func theLastCallIsShown() throws {
    #expect(try lines(after: []) == ["no call has been made yet"])
    let socket = #"int srv = check(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP), "socket srv");"#
    #expect(try lines(after: ["socket srv tcp"]).first == socket)
    #expect(try lines(after: ["socket srv tcp", "handles", "? srv.fd > 0"]).first == socket)
    #expect(
      try lines(after: ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv", "socket c tcp", "connect c {srv}"])
        .prefix(2) == [
          "struct sockaddr_in srv_addr = ipv4_of(srv);",
          #"check(connect(c, (struct sockaddr *)&srv_addr, sizeof(srv_addr)), "connect c");"#,
        ])
    #expect(try lines(after: ["socketpair a b", "close a"]).first == #"check(close(a), "close a");"#)
    #expect(
      try lines(after: ["socketpair a b", "recv a 9 MSG_DONTWAIT = -1 EAGAIN"])[1]
        == #"fails(recv(a, buf, 9, MSG_DONTWAIT), EAGAIN, "recv a");"#)
  }

  /// What fails at the prompt though the line does not expect it must not fail in a program.
  @Test func aCallThatFailedIsChecked() throws {
    let accept = #"int conn = check(accept(srv, (struct sockaddr *)&peer, &peer_length), "accept srv");"#
    #expect(try lines(after: ["socket srv tcp", "accept srv conn"]).contains(accept))
    let waiting = ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv", "accept srv conn &"]
    #expect(try lines(after: waiting).contains(accept))
  }

  @Test func whatCHasNotIsSaid() throws {
    let lines = try lines(after: ["socketpair a b", "send a x", "recvuntil b /x/"])
    #expect(lines.first?.hasPrefix("no program can do this line: ") == true)
  }

  @Test func theHelpersAreExplained() throws {
    #expect(
      try lines(after: ["socket srv tcp"]).last == "/* check: Returns the result of a call that must not fail. */")
  }
}
