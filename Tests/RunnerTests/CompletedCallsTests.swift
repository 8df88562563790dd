import Glibc
import Runner
import Sockets
import Support
import Testing

/// Calls in the background that have returned and are not collected, and what outlives a close.
@Suite(.waits) struct CompletedCallsTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines) }

  @Test func whatHasReturnedWaitsNoLonger() throws {
    let play = try play(OpeningLines.connected + ["recv conn &", "send cli x"])
    var report: [String] = []
    for _ in 0..<5000 where report != ["[1] conn  recv  has returned: wait conn"] {
      report = try play.run("jobs").listing
      usleep(1000)
    }
    #expect(report == ["[1] conn  recv  has returned: wait conn"])
    #expect(try play.run("why").listing[0] == "recv conn &: recv has returned: wait conn")
    #expect(try play.run("why conn").listing.contains("  waits nothing: recv of job 1 has returned, see wait conn"))
    #expect(try play.run("close conn").listing.isEmpty, "nothing holds its socket any more")
    #expect(try play.failures("? cli.state == CLOSE_WAIT within 5s\nwait conn = 1") == [])
  }

  /// A recording names the descriptor that came, so that the job is called by another name there.
  @Test func aCallThatReturnedAtOnceGoesByItsHandleToo() throws {
    let play = try play([
      "socketpair a b unix", "socket u udp", "sendmsg a x SCM_RIGHTS:u", "recvmsg b 8 SCM_RIGHTS:s1 &",
    ])
    for line in ["wait s1", "cancel b", "fg b"] {
      #expect(try play.run(line).result?.answer?.received.data == Array("x".utf8), "\(line)")
    }
  }

  @Test func aHandleOfTheSamePlaceIsAnother() throws {
    let play = try play(["socketpair a b unix", "recv a &", "close a", "socket a udp"])
    #expect(try !play.run("why a").listing.contains { $0.contains("job 1") })
    try play.run("cancel 1")
  }

  @Test func theLineThatBeganACallIsItsCause() throws {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "accept srv conn &", "socket cli tcp",
      "connect cli {srv}",
    ])
    try play.run("wait conn")
    let came = try play.run("why conn").listing.filter { $0.hasPrefix("  came  ") }
    #expect(came.count == 1 && came[0].hasPrefix("  came  in ESTABLISHED when accept srv conn & ran, "), "\(came)")
  }

  @Test func aSocketThatWasPassedOnOutlivesItsDescriptor() throws {
    let play = try play([
      "socketpair a b unix", "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "sendmsg a x SCM_RIGHTS:srv",
    ])
    let step = try play.run("close srv")
    #expect(step.listing == ["  another process, or a message in flight, still has the socket: it lives on"])
    #expect(step.changes.first?.isShared == true)
    for line in OpeningLines.connected + ["sendmsg a x SCM_RIGHTS:conn", "send cli hello"] { try play.run(line) }
    let shared = try play.run("close conn")
    #expect(
      shared.listing == [
        "  another process, or a message in flight, still has the socket: it lives on, and no FIN is sent"
      ])
    #expect(shared.changes.first { $0.name == "conn" }?.after.unread == 5)
  }

  @Test func whatWasPassedOnAndClosedThereIsGone() throws {
    let play = try play([
      "socketpair a b unix", "socket u udp", "bind u 127.0.0.1:0", "sendmsg a x SCM_RIGHTS:u", "recv b 9",
    ])
    let step = try play.run("close u")
    #expect(step.listing.isEmpty && step.changes.first?.isShared == false)
  }

  /// What it output besides its result, too.
  @Test(
    arguments: [
      ("poll a:POLLIN &", "poll = 1 a:POLLIN"), ("select r:a &", "select = 1 r:a"),
      ("recvuntil a \"\\n\" &", "a = 3 \"hi\\n\" mark"), ("epoll_wait ep 9 &", "ep = 1 a:EPOLLIN"),
    ], [false, true])
  func aCallThatHasReturnedIsToldAgain(_ lines: (begin: String, end: String), wantsChanges: Bool) throws {
    let play = Play(timeout: 5000, wantsChanges: wantsChanges)
    for line in ["socketpair a b unix", "epoll_create ep", "epoll_ctl ep add a EPOLLIN", #"send b "hi\n""#] {
      try play.run(line)
    }
    #expect(try play.failures("\(lines.begin)\nwait \(lines.end)\nwait \(lines.end)") == [])
  }
}
