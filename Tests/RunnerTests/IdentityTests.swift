import Handles
import Sockets
import Support
import Testing

/// A handle is a socket, and never whatever has that socket's addresses now.
@Suite(.waits) struct IdentityTests {
  /// A port that nobody has at this moment, so that two clients can have it one after the other.
  private func freePort() throws -> UInt16 {
    let play = try Play(["socket p tcp", "bind p 127.0.0.1:0"])
    return try #require(play.table.find("p")?.endpoints.local).port
  }

  private static func client(_ name: String, _ port: UInt16) -> [String] {
    [
      "socket \(name) tcp", "setsockopt \(name) SO_REUSEADDR on", "bind \(name) 127.0.0.1:\(port)",
      "connect \(name) {srv}",
    ]
  }

  /// A client in TIME_WAIT and another that has taken its four addresses, for which the kernel wants a second or so to
  /// have gone by.
  private func reused(_ ending: [String]) throws -> Play {
    let port = try freePort()
    let play = try Play(
      ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"] + Self.client("c1", port) + ["accept srv a1"] + ending)
    #expect(try play.failures("? c1.state == TIME_WAIT") == [])
    try play.run("sleep 1500ms")
    for line in Self.client("c2", port) { #expect(try play.run(line).failure == nil, "\(line)") }
    return play
  }

  @Test func nothingIsLeftOfAConnectionWhoseAddressesAreAnothers() throws {
    let play = try reused(["close c1", "close a1"])
    try play.run("handles")
    play.session.watch()
    #expect(play.table.isGone("c1") && play.state("c2") == .established)
    #expect(!play.witness.events.contains { $0.change.name == "c1" && $0.change.after.state != .closed })
    #expect(try play.failures("accept srv a2\nclose c2\nclose a2\n? c2.state == TIME_WAIT") == [])
    #expect(play.table.isGone("c1"))
  }

  @Test func aDescriptorOfAConnectionThatIsOverSaysSo() throws {
    let play = try reused(["shutdown c1 wr", "close a1"])
    play.session.watch()
    #expect(play.state("c1") == .closed && play.state("c2") == .established)
    #expect(try play.run("? c1.state == ESTABLISHED within 10ms").failure != nil)
    #expect(try play.failures("send c1 x = -1 EPIPE\n? c1.state == CLOSED") == [])
    #expect(!(try play.run("why c1").listing.contains { $0.contains("open in both directions") }))
  }

  /// Its other end waits in the queue of the listener; what is closed, and still has the addresses, is another's.
  @Test func aClosedEndIsNotTheOtherEndOfALaterConnection() throws {
    let play = try reused(["shutdown c1 wr", "shutdown a1 wr", "close c1"])
    #expect(play.state("a1") == .closed && play.table.find("a1")?.isOpen == true)
    #expect(play.table.find("c2")?.peer?.name == nil && play.table.find("a1")?.peer?.name != "c2")
    #expect(play.table.find("c2")?.listener?.name == "srv")
    #expect(try play.failures("accept srv a2") == [])
    #expect(play.table.find("c2")?.peer?.name == "a2" && play.table.find("a1")?.peer?.name != "c2")
  }

  /// The cookie is asked for before the FIN goes: what is asked afterwards is another in TIME_WAIT.
  @Test(arguments: ["shutdown c wr", "shutdown c rdwr", "close c", "shutdown t wr"])
  func aSocketInTimeWaitIsKnownByItsCookie(ending: String) throws {
    let play = try Play([
      "socket s tcp", "bind s 127.0.0.1:0", "listen s 5", "socket c tcp", "connect c {s}", "accept s a",
    ])
    if ending.hasPrefix("shutdown t") { try play.run("dup c t") }
    #expect(try play.failures("\(ending)\nclose a\n? c.state == TIME_WAIT") == [])
  }
}
