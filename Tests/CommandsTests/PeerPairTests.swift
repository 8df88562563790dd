import Commands
import SessionLanguage
import Sockets
import Support
import Testing

/// Several handles on one socket, and pairs.
@Suite struct PeerPairTests {
  @Test func bothEndsOfAPairAreNamed() throws {
    let play = Play()
    let step = try play.run("socketpair a b unix-dgram")
    #expect(step.changes.map(\.name) == ["a", "b"])
    #expect(step.exchanges[0].answer?.descriptors(of: step.exchanges[0].call).count == 2)
    #expect(play.table.find("a")!.peer == play.table.find("b"))
  }

  @Test func whatOneDescriptorDoesIsSeenOnAllOthers() throws {
    let play = Play()
    #expect(try play.failures(OpeningLines.connected.text + "\ndup cli twin\ndup conn other") == [])
    let step = try play.run("shutdown twin wr = 0 [twin FIN_WAIT2, cli FIN_WAIT2, conn CLOSE_WAIT, other CLOSE_WAIT]")
    #expect(step.failure == nil)
    #expect(step.changes.first?.name == "twin")
    #expect(Set(step.changes.map(\.name)) == ["twin", "cli", "conn", "other"])
  }

  @Test func closingOneLeavesTheOthers() throws {
    let play = Play()
    #expect(try play.failures(OpeningLines.connected.text + "\ndup cli twin\ndup twin third") == [])
    let step = try play.run("close cli")
    let change = try #require(step.changes.first { $0.name == "cli" })
    #expect(change.isGone && change.remainingDuplicate == "twin")
    #expect(play.table.find("cli") == nil && play.state("conn") == .established)
    let conn = play.table.find("conn")!
    #expect(conn.peer.map { $0.name } == "twin", "the twin stands where the closed one stood")
    #expect(
      try play.failures(
        "close twin\nclose third = 0 [third FIN_WAIT2, conn CLOSE_WAIT]\nclose conn = 0 [third TIME_WAIT]") == [])
  }

  @Test func nonblockingIsOfTheSocketNotOfTheDescriptor() throws {
    let play = Play()
    #expect(try play.failures("socketpair a b SOCK_NONBLOCK\ndup a twin\nrecv twin 10 = -1 EAGAIN") == [])
    #expect(try play.failures("nonblock a off\nrecv twin 10 = timeout within 20ms") == [])
    #expect(try play.failures("socketpair c d unix\ndup c e\nnonblock e on = 0\nrecv c 10 = -1 EAGAIN") == [])
  }

  @Test(arguments: [
    "socket a tcp SOCK_NONBLOCK|SOCK_CLOEXEC", "socket a AF_INET SOCK_STREAM|SOCK_NONBLOCK 0",
    "socketpair a b unix SOCK_NONBLOCK",
  ])
  func aSocketOpenedWithTheFlagDoesNotWait(line: String) throws {
    let play = Play()
    try play.run(line)
    #expect(play.table.find("a")!.isNonblocking)
  }

  @Test func aDatagramSocketIsFreedOfItsPeer() throws {
    let play = Play()
    #expect(
      try play.failures("socket u udp\nconnect u 127.0.0.1:9 = 0 [u ESTABLISHED]\nconnect u unspec = 0 [u UNCONN]")
        == [])
    #expect(play.table.find("u")!.endpoints == .none)
    #expect(try play.failures("bind u 127.0.0.1:0 = 0 [u BOUND]\nconnect u {u} = 0\nconnect u unspec = 0") == [])
    #expect(play.table.find("u")!.endpoints.peer == nil)
  }

  @Test func aHandleMayBeNamedAsAKind() throws {
    let play = Play()
    #expect(try play.failures("socket raw udp = fd\nsocket tcp udp6 = fd\nsocket udp = fd") == [])
    #expect(play.table.find("raw") != nil && play.table.find("tcp") != nil && play.table.find("s1") != nil)
  }

  @Test(arguments: [
    ("socketpair a a", "the two ends need different names"),
    ("socket a AF_NETLINK SOCK_RAW NETLINK_X", "unknown protocol of AF_NETLINK: NETLINK_X"),
    ("socket a tcp SOCK_FAST", "unknown socket flag: SOCK_FAST"), ("socket a tcpp", "unknown kind of socket: tcpp"),
    ("bind a packet:lo:ETH_P_NO", "invalid address: packet:lo:ETH_P_NO"),
    ("bind a netlink:", "invalid address: netlink:"),
    ("bind a vsock:1", "invalid address: vsock:1"), ("dup nobody x", "unknown handle: nobody"),
  ])
  func whatIsWrongIsRefused(line: String, title: String) throws {
    let play = Play()
    if line.hasPrefix("bind") { try play.run("socket a udp") }
    do {
      try play.run(line)
      Issue.record("\(line) was run")
    } catch let error as Diagnostic { #expect(error.title == title) }
  }
}
