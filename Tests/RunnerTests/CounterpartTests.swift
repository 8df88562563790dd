import Handles
import Runner
import Sockets
import Support
import Testing

@Suite(.waits) struct CounterpartTests {
  @Test func ofAConnectionItIsTheOtherEnd() throws {
    let play = Play()
    func other(_ line: String) throws -> Counterpart? { try play.run(line).counterpart }
    #expect(try other("socket srv tcp") == nil)
    #expect(try other("bind srv 127.0.0.1:0") == nil)
    #expect(try other("listen srv 5") == nil)
    #expect(try other("socket cli tcp") == nil)
    let listener = try play.address(of: "srv")
    let connected = try other("connect cli {srv}")
    #expect(connected?.handle == "srv" && connected?.address?.description == listener && connected?.process == nil)
    #expect(try other("send cli early")?.handle == "srv", "nobody has accepted yet")
    let accepted = try other("accept srv conn")
    #expect(try accepted?.handle == "cli" && accepted?.address?.description == play.address(of: "cli"))
    #expect(try other("recv conn 64")?.handle == "cli")
    #expect(try other("send cli ping")?.handle == "conn")
    #expect(try other("recv conn 64")?.handle == "cli")
    #expect(try other("getsockopt cli SO_ERROR")?.handle == "conn")
    #expect(try other("close cli")?.handle == "conn")
    #expect(try other("close conn")?.handle == "cli")
  }

  @Test func ofADatagramItIsWhoGetsItOrSentIt() throws {
    let play = try Play(["socket a udp", "bind a 127.0.0.1:0", "socket b udp", "bind b 127.0.0.1:0"])
    #expect(try play.run("sendto a hello {b}").counterpart?.handle == "b")
    #expect(try play.run("recvfrom b 64").counterpart?.handle == "a")
    try play.run("connect a {b}")
    #expect(try play.run("send a again").counterpart?.handle == "b")
    try play.run("close b")
    let refused = try play.run("sendto a late 127.0.0.1:9").counterpart
    #expect(refused?.handle == nil && refused?.address?.description == "127.0.0.1:9" && refused?.process == nil)
  }

  @Test func ofAPairItIsTheOtherOne() throws {
    let play = try Play(["socketpair a b"])
    #expect(try play.run("send a x").counterpart?.handle == "b")
    #expect(try play.run("close b").counterpart?.handle == "a")
  }

  /// A file or a pipe is no other end.
  @Test func ofBytesThatAreMovedItIsTheOtherEndOfTheSocket() throws {
    let play = try Play(["socketpair a b", "memfd m", "write m hello", "pipe r w"])
    #expect(try play.run("sendfile a m 0 5").counterpart?.handle == "b")
    #expect(try play.run("splice b w 5").counterpart?.handle == "a")
    #expect(try play.run("splice r a 5").counterpart?.handle == "b")
  }

  @Test func whereNobodyAnswersTheAddressIsTold() throws {
    let play = try Play(["socket srv tcp", "bind srv 127.0.0.1:0"])
    let port = try play.address(of: "srv")
    for line in ["close srv", "socket cli tcp"] { try play.run(line) }
    let other = try play.run("connect cli \(port) = -1 ECONNREFUSED").counterpart
    #expect(other?.handle == nil && other?.address?.description == port && other?.process == nil)
  }

  @Test func anotherProcessIsNamed() throws {
    let peer = try PythonPeer(
      """
      s = socket.socket()
      s.bind(('127.0.0.1', 0))
      s.listen(1)
      say(s.getsockname()[1])
      c, _ = s.accept()
      say('accepted')
      """)
    let port = try peer.line()
    let play = try Play(["socket cli tcp", "connect cli 127.0.0.1:\(port)"])
    _ = try peer.line()
    let other = try play.run("send cli x").counterpart
    #expect(other?.handle == nil && other?.address?.description == "127.0.0.1:\(port)")
    #expect(other?.process?.pid == Int(peer.pid) && other?.process?.name == peer.name)
  }

  @Test func anotherProcessOfAUNIXDomainSocketIsNamed() throws {
    let peer = try PythonPeer(
      """
      s = socket.socket(socket.AF_UNIX)
      s.bind('')
      s.listen(1)
      say(s.getsockname()[1:].decode())
      """)
    let name = try peer.line()
    let play = try Play(["socket cli unix", "connect cli unix:@\(name)"])
    #expect(try play.run("send cli x").counterpart?.process?.pid == Int(peer.pid))
  }
}
