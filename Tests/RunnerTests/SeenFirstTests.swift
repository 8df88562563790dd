import Glibc
import Handles
import Runner
import Sockets
import Support
import Testing

/// A change that a look has seen first is told once, and events of one moment are told in their order.
@Suite struct SeenFirstTests {
  @Test(arguments: ["handles", "state conn", "why conn", "? conn.unread == 5"])
  func itIsToldOnce(_ line: String) throws {
    let play = try Play(OpeningLines.connected)
    // What is written to the descriptor itself, no step tells.
    let descriptor = try #require(play.table.find("cli")).descriptor
    #expect(send(descriptor, "hello", 5, 0) == 5)
    try play.kernelShows("conn") { $0.unread == 5 }
    try play.run(line)
    let told = play.witness.events.filter { $0.change.name == "conn" && $0.change.after.unread == 5 }
    #expect(told.count == 1)
    try play.run("handles")
    #expect(play.witness.events.filter { $0.change.name == "conn" }.count == 1)
  }

  /// What another process sends is told once, too, whichever line comes first after it.
  @Test(arguments: ["handles", "state c", "why c", "? c.unread == 5"])
  func whatAnotherProcessSentIsToldOnce(_ line: String) throws {
    let peer = try PythonPeer(
      """
      s = socket.create_server(('127.0.0.1', 0)); say(s.getsockname()[1])
      c, _ = s.accept(); c.send(b'hello'); say('sent')
      """)
    defer { peer.end() }
    let play = try Play(["socket c tcp"])
    var steps: [Step] = []
    let told = { (play: Play) in
      play.witness.events.filter { $0.change.name == "c" && $0.change.after.unread == 5 }.count
        + steps.flatMap(\.changes).filter {
          $0.name == "c" && $0.before?.unread == 0 && $0.after.unread == 5
        }
        .count
    }
    steps.append(try play.run("connect c 127.0.0.1:\(peer.line())"))
    _ = try peer.line()
    try play.kernelShows("c") { $0.unread == 5 }
    for next in [line, "sleep 20ms"] { steps.append(try play.run(next)) }
    #expect(told(play) == 1)
    #expect(try play.failures("recv c 64 = 5 \"hello\"") == [])
  }

  /// Also when time passes between them, as on a busy machine: the look at the other end must not come between.
  @Test(arguments: [0, 30_000]) func dataComeBeforeTheFIN(_ microseconds: UInt32) throws {
    let play = try Play(OpeningLines.connected)
    let descriptor = try #require(play.table.find("cli")).descriptor
    #expect(send(descriptor, "hello", 5, 0) == 5)
    usleep(microseconds)
    #expect(shutdown(descriptor, Int32(SHUT_WR)) == 0)
    try play.kernelShows("conn") { $0.state == .closeWait }
    try play.kernelShows("cli") { $0.state == .finWait2 }
    try play.run("handles")
    #expect(play.witness.events.map(\.change.name) == ["conn", "conn", "cli"])
    let events = play.witness.events.filter { $0.change.name == "conn" }
    try #require(events.count == 2)
    #expect(events[0].change.after.unread == 5 && events[0].change.after.state == .established)
    #expect(events[1].change.after.state == .closeWait && events[1].order == .happenedLater)
    #expect(events.allSatisfy { $0.moment > 0 && $0.happened != nil })
  }

  /// Two looks, each of which has seen a part: the second part is later, however soon it came.
  @Test func whatTwoLooksHaveSeenIsInTheirOrder() throws {
    let play = try Play(OpeningLines.connected)
    let (cli, conn) = (try #require(play.table.find("cli")), try #require(play.table.find("conn")))
    #expect(send(cli.descriptor, "hello", 5, 0) == 5)
    try play.kernelShows("conn") { $0.unread == 5 }
    play.table.look(at: conn)
    #expect(shutdown(cli.descriptor, Int32(SHUT_WR)) == 0)
    try play.kernelShows("conn") { $0.state == .closeWait }
    play.table.look(at: conn)
    try play.run("handles")
    let events = play.witness.events.filter { $0.change.name == "conn" }
    try #require(events.count == 2)
    #expect(events[0].change.after.unread == 5 && events[0].change.after.state == .established)
    #expect(events[1].change.after.state == .closeWait && events[1].order == .happenedLater)
  }

  @Test func whatTheKernelDoesNotTellIsSaid() throws {
    let play = try Play(["socketpair a b", "socketpair c d"])
    for name in ["a", "c"] {
      let descriptor = try #require(play.table.find(name)).descriptor
      #expect(send(descriptor, "x", 1, 0) == 1)
    }
    try play.run("handles")
    let events = play.witness.events.filter { $0.change.after.unread == 1 }
    #expect(events.count == 2 && events[1].order == .unknown)
  }
}
