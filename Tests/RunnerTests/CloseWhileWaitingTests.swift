import Runner
import Sockets
import Support
import Testing

/// A descriptor that is closed while a call waits on it: the call has the open socket until it returns.
@Suite(.waits) struct CloseWhileWaitingTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines) }

  private static let note = "  a call that waits on it still has the socket, which lives until that call returns"

  @Test func aListenerLivesUntilAcceptReturns() throws {
    let play = try play(["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "accept srv conn &"])
    let local = try #require(play.table.all[0].endpoints.local)
    let step = try play.run("close srv")
    #expect(step.changes.map(\.name) == ["srv"] && step.changes[0].isClosing && !step.changes[0].isGone)
    #expect(step.changes[0].after.state == .listen && step.listing == [Self.note])
    #expect(
      play.table.kernel.listSockets(unix: false, internet: true).contains {
        $0.state == .listen && $0.endpoints.local == local
      })
    #expect(try play.run("handles").listing.contains { $0.contains("LISTEN") && $0.contains("\(local)") })
    #expect(try play.run("why srv").listing.contains("  waits accept in job 1, for a connection"))
    let end = try play.run("cancel conn = -1 EINTR")
    #expect(end.failure == nil && end.changes.map(\.isGone) == [true])
    #expect(play.table.find("srv") == nil)
  }

  /// What wakes poll and select makes them look at the number again, which may be another descriptor by then, or none
  /// (POLLNVAL): what they return is not asked for here.
  @Test(arguments: [("poll srv:POLLPRI", "poll"), ("select x:srv", "select")])
  func aListenerLivesUntilPollReturns(_ line: String, _ job: String) throws {
    let play = try play(["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "let at {srv}", "\(line) &"])
    let step = try play.run("close srv")
    #expect(!step.changes[0].isGone && step.listing == [Self.note])
    let failures = try play.failures("socket cli tcp = fd\nconnect cli {at} = 0\ncancel \(job) = *")
    #expect(failures == [])
    try play.run("handles")
    #expect(play.table.find("srv") == nil)
  }

  /// Another handle may have its number by then: the call does not wait for that.
  @Test func whatPollWaitsForIsNotTheNextSocketWithItsNumber() throws {
    let play = try play(["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "poll srv:POLLPRI &", "close srv"])
    var names = ["s0"]
    try play.run("socket s0 tcp")
    while play.table.find(names.last ?? "")?.descriptor != play.table.find("srv")?.number, names.count < 20 {
      names.append("s\(names.count)")
      try play.run("socket \(names.last ?? "") tcp")
    }
    #expect(
      try play.run("why srv").listing.contains { $0.contains("waits poll in job 1") && $0.contains("srv:POLLPRI") })
    #expect(try !play.run("why srv").listing.contains { $0.contains("SO_REUSEPORT") })
    for name in names { #expect(try !play.run("why \(name)").listing.contains { $0.contains("waits poll") }) }
  }

  /// An epoll instance has none of what it watches.
  @Test func aListenerDoesNotLiveUntilEpollReturns() throws {
    let lines = [
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "epoll_create e", "epoll_ctl e add srv EPOLLPRI",
    ]
    #expect(try play(lines + ["epoll_wait e &"]).run("close srv").changes[0].isGone)
  }

  @Test func aPairLivesUntilRecvReturns() throws {
    let play = try play(["socketpair a b", "recv b &"])
    #expect(try play.run("close b").listing == [Self.note])
    #expect(try play.failures("send a hi = 2\nwait b = 2 \"hi\"\nsend a hi = -1 EPIPE") == [])
  }

  @Test func aConnectionSendsNoFINUntilRecvReturns() throws {
    let play = try play(OpeningLines.connected + ["recv conn &"])
    #expect(try play.run("close conn").listing == [Self.note])
    #expect(try play.failures("? cli.state == ESTABLISHED\ncancel conn = -1 EINTR [cli CLOSE_WAIT]") == [])
  }

  /// A message in flight has it: the other end of the pipe sees no end.
  @Test func anEndOfAPipeThatIsInFlightLivesOn() throws {
    let play = try play(["pipe out in", "socketpair a b", "sendmsg a x SCM_RIGHTS:in"])
    let step = try play.run("close in")
    #expect(step.changes[0].isGone && step.changes[0].isShared)
    #expect(
      step.listing == ["  another process, or a message in flight, still has this end of the pipe: it lives on"])
    #expect(try play.failures("recvmsg b 10 = 1 \"x\"\npoll out:POLLIN 0 = 0") == [])
    #expect(try self.play(["pipe out in"]).run("close in").listing == [])
  }

  @Test func whatNoCallWaitsOnIsGone() throws {
    let play = try play(["socket u udp", "bind u 127.0.0.1:0", "recv u &", "cancel u"])
    let step = try play.run("close u")
    #expect(step.changes[0].isGone && step.listing.isEmpty)
  }
}
