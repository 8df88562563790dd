import Commands
import Handles
import Sockets
import Support
import Testing

/// Handles and the links between them, on real sockets.
@Suite struct HandleTableTests {
  private func play(_ lines: [String]) throws -> Play {
    let play = Play()
    for line in lines { #expect(try play.run(line).failure == nil, "\(line)") }
    return play
  }

  @Test func aNewHandleGetsTheLowestNameThatIsFree() throws {
    let play = try play(["socket tcp", "socket tcp", "socket s4 tcp", "socket tcp"])
    #expect(play.table.names == ["s1", "s2", "s4", "s3"] && play.table.freshName() == "s5")
    for name in ["s4", "s2"] {
      try play.run("close \(name)")
      #expect(play.table.freshName() == name)
    }
    try play.run("socket tcp")
    #expect(play.table.names.contains("s2") && play.table.freshName() == "s4")
    play.table.reserve("s4")
    #expect(play.table.freshName() == "s5")
    play.table.release("s4")
    #expect(play.table.freshName() == "s4")
  }

  private func handle(_ name: String, _ play: Play) throws -> Handle { (try #require(play.table.find(name))) }

  @Test(arguments: [
    ("tcp", "127.0.0.1:0", "tcp"), ("tcp", ":0", "tcp"), ("tcp6", "[::1]:0", "tcp6"), ("tcp6", "[::]:0", "tcp6"),
  ])
  func theEndsOfAConnectionFindEachOther(kind: String, address: String, client: String) throws {
    let play = try play([
      "socket srv \(kind)", "bind srv \(address)", "listen srv 5", "socket cli \(client)", "connect cli {srv}",
      "accept srv conn",
    ])
    #expect(try handle("cli", play).peer == play.table.find("conn"))
    #expect(try handle("conn", play).peer == play.table.find("cli"))
    #expect(try handle("srv", play).waiting == [])
  }

  @Test func anIPv4ClientOfADualStackListenerIsFound() throws {
    let play = try play([
      "socket srv tcp6", "bind srv [::]:0", "listen srv 5", "socket cli tcp", "connect cli 127.0.0.1:{srv.port}",
    ])
    #expect(try handle("cli", play).listener == play.table.find("srv"))
    #expect(try handle("srv", play).snapshot.queue == 1)
    let step = try play.run("accept srv conn")
    #expect(step.exchanges[0].answer?.received.address?.description.hasPrefix("[::ffff:127.0.0.1]:") == true)
    #expect(try handle("conn", play).peer == play.table.find("cli"))
    #expect(try play.failures("close cli = 0 [cli FIN_WAIT2, conn CLOSE_WAIT]\nclose conn = 0 [cli TIME_WAIT]") == [])
  }

  @Test(arguments: ["unix:@sockplay-NAME", "unix:/tmp/sockplay-NAME"])
  func theEndsOfAUNIXConnectionFindEachOther(address: String) throws {
    let address = address.replacing("NAME", with: "\(UInt64.random(in: 0...UInt64.max))")
    let play = try play([
      "socket srv unix", "bind srv \(address)", "listen srv 5", "socket cli unix", "connect cli {srv}",
      "accept srv conn",
    ])
    #expect(try handle("cli", play).peer == play.table.find("conn"))
    #expect(
      try play.failures(
        "send cli hello = 5\n? conn.unread == 5\nrecv conn = 5 \"hello\"\nclose cli = 0\nrecv conn = 0 EOF") == [])
  }

  @Test func datagramSocketsConnectedToEachOtherAreEnds() throws {
    let play = try play([
      "socket a udp", "bind a 127.0.0.1:0", "socket b udp", "bind b 127.0.0.1:0", "connect a {b}", "connect b {a}",
    ])
    #expect(try handle("a", play).peer == play.table.find("b"))
    let step = try play.run("send a hello")
    #expect(step.changes.first { $0.name == "b" }?.after.unread == 5)
  }

  @Test func theSenderOfADatagramIsNamed() throws {
    let play = try play(["socket srv udp6", "bind srv [::]:0", "socket cli udp", "sendto cli x 127.0.0.1:{srv.port}"])
    #expect(try play.run("recvfrom srv 10").sender == "cli")
  }

  @Test func aChangeThatComesAgainIsTheSameObject() throws {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}",
      "accept srv conn",
    ])
    func told(_ line: String) throws -> (name: String, before: Int?, after: Int, object: Change) {
      let change = try #require(try play.run(line).changes.first { $0.name == "conn" })
      return (change.name, change.before?.unread, change.after.unread, change)
    }
    let first = try (told("send cli hello"), told("recv conn 5"))
    #expect((first.0.before, first.0.after, first.1.before, first.1.after) == (0, 5, 5, 0))
    for _ in 1...3 {
      #expect(try told("send cli hello").object === first.0.object)
      #expect(try told("recv conn 5").object === first.1.object)
    }
    // More different ones than are remembered.
    for length in 6...30 {
      let other = try told("send cli \"\(String(repeating: "x", count: length))\"")
      #expect((other.before, other.after) == (0, length))
      #expect(try told("recv conn 100").before == length)
    }
    let late = try told("send cli hello")
    #expect((late.before, late.after) == (0, 5))
  }

  @Test func aQueueIsLeftByAccept() throws {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket c1 tcp", "socket c2 tcp", "connect c1 {srv}",
      "connect c2 {srv}",
    ])
    #expect(try handle("srv", play).waiting.count == 2)
    #expect(try play.run("accept srv a").changes.map(\.name) == ["a", "srv"])
    #expect(try handle("srv", play).waiting == [play.table.find("c2")])
  }

  @Test func aNameMayBeGivenAgainOnceItsHandleIsClosed() throws {
    let play = try play(OpeningLines.connected + ["close cli", "close conn"])
    #expect(play.table.find("cli") != nil, "it is in TIME_WAIT")
    try play.run("socket cli udp")
    #expect(try handle("cli", play).kind.word == "udp")
    #expect(play.table.isGone("conn") && !play.table.isGone("cli"))
  }

  @Test func placesOfHandlesThatAreGoneAreUsedAgain() throws {
    let play = Play()
    for _ in 0..<100 {
      try play.run("socket a udp")
      try play.run("close a")
    }
    try play.run("socket b udp")
    #expect(play.table.all.count == 1 && play.table.all[0].place.map { $0 <= 1 } == true)
  }

  @Test func handlesAreFoundByName() throws {
    let play = Play()
    let names = (1...9).map { "h\($0)" }
    for name in names { try play.run("socket \(name) udp") }
    #expect(names.map { play.table.find($0)?.place } == Array(0..<9))
    for name in ["h2", "h8"] { try play.run("close \(name)") }
    #expect(
      play.table.isGone("h2") && play.table.isGone("h8") && play.table.find("h2") == nil && play.table.find("h8") == nil
    )
    #expect(
      play.table.find("") == nil && !play.table.isGone("") && play.table.find("h") == nil && !play.table.isGone("h"))
    for name in ["new", "h2"] { try play.run("socket \(name) udp") }
    #expect(try Set([handle("new", play).name, handle("h2", play).name]) == ["new", "h2"])
    #expect(!play.table.isGone("h2") && play.table.isGone("h8") && play.table.all.count == 9)
    #expect(try handle("h9", play).name == "h9" && handle("h1", play).name == "h1")
  }

  @Test func aListenerForIPv6OnlyIsNotFoundByIPv4() throws {
    let play = try Play([
      "socket srv tcp6", "setsockopt srv IPV6_V6ONLY on", "bind srv :0", "listen srv 1", "socket c tcp",
    ])
    let step = try play.run("connect c 127.0.0.1:{srv.port} = -1 ECONNREFUSED")
    #expect(step.failure == nil)
    #expect(step.why?.hasPrefix("nothing listens on 127.0.0.1:") == true)
    #expect(step.why?.hasSuffix(" for IPv6 only (IPV6_V6ONLY)") == true)
  }

  /// What was reset can be bound anew, and has another address then.
  @Test func aConnectionThatIsOverMayBeBoundAnew() throws {
    let play = try Play(OpeningLines.connected + ["connect cli unspec", "recv conn 1", "bind conn 127.0.0.1:0"])
    let handle = try handle("conn", play)
    let local = try #require(Linux().endpoints(handle.descriptor, mayHavePeer: false).local)
    #expect(handle.endpoints.local == local && !handle.endpoints.hasPeer && handle.snapshot.state == .bound)
    #expect(play.table.bound(to: local).map { $0.name } == "conn")
  }

  /// The addresses that calls have told are those that the kernel would tell.
  @Test(
    arguments: [true, false],
    [
      ("tcp", "127.0.0.1:0"), ("tcp", ":0"), ("tcp6", "[::1]:0"), ("tcp6", "[::]:0"),
      (MPTCP.isPossible ? "mptcp" : "tcp", "127.0.0.1:0"),
    ])
  func addressesAreTheKernels(wantsChanges: Bool, listener: (kind: String, address: String)) throws {
    let play = Play(wantsChanges: wantsChanges)
    let client = listener.address == "[::1]:0" ? "tcp6" : "tcp"
    // A wildcard is connected to as well, and leads to loopback.
    let host = client == "tcp6" ? "[::1]" : listener.address == ":0" ? "0.0.0.0" : "127.0.0.1"
    for line in ["socket srv \(listener.kind)", "bind srv \(listener.address)", "listen srv", "socket cli \(client)"] {
      try play.run(line)
    }
    for line in ["connect cli \(host):{srv.port}", "accept srv conn"] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    for name in ["cli", "conn"] {
      let handle = try handle(name, play)
      #expect(
        handle.endpoints.peer != nil
          && handle.endpoints == play.table.kernel.endpoints(handle.descriptor, mayHavePeer: true))
    }
    #expect(try handle("conn", play).peer == play.table.find("cli"))
  }

  /// A client that was bound beforehand is found by its connection, no longer by its own address, which another may
  /// have next.
  @Test func anAddressLeadsToWhoeverHasItNow() throws {
    let play = try play(OpeningLines.connecting + ["socket late tcp", "bind late 127.0.0.1:0"])
    let address = try #require(handle("late", play).endpoints.local)
    #expect(play.table.bound(to: address) == play.table.find("late"))
    for line in ["connect late {srv}", "accept srv first", "accept srv second"] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    #expect(play.table.bound(to: address) == nil)
    #expect(try handle("second", play).peer == play.table.find("late"))
    for line in [
      "reset late", "close second", "socket late tcp", "bind late \(address)", "connect late {srv}", "accept srv third",
    ] {
      #expect(try play.run(line).failure == nil, "\(line)")
    }
    #expect(try handle("third", play).peer == play.table.find("late"))
  }

  @Test func theOwnerOfAnAddressIsFound() throws {
    let play = try play(["socket any tcp", "bind any :0", "socket one udp", "bind one 127.0.0.1:0"])
    let port = try #require(handle("any", play).endpoints.local).port
    #expect(play.table.bound(to: .ipv4(0x7f00_0001, port: port)) == play.table.find("any"))
    #expect(play.table.bound(to: .ipv4(0x7f00_0001, port: port &+ 1)) != play.table.find("any"))
  }

  @Test func aClosedListenerLeavesNoLinkBehind() throws {
    let play = try play(OpeningLines.connecting + ["close srv"])
    #expect(try handle("cli", play).listener == nil)
    try play.run("close cli")
  }
}
