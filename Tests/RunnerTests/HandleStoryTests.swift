import Support
import Testing

/// What `why HANDLE` says a socket is in.
@Suite struct HandleStoryTests {
  private func story(_ lines: [String], _ handle: String) throws -> String {
    try Play(lines, isInteractive: true).run("why \(handle)").listing.joined(separator: "\n")
  }

  @Test(arguments: ["unix", "unix-seqpacket"]) func whatIsForConnectionsTakesNoDatagrams(_ kind: String) throws {
    let story = try story(["socket s \(kind)", "bind s unix:"], "s")
    #expect(story.contains("it has an address; it neither listens nor is connected"), "\(story)")
  }

  @Test func aDatagramSocketThatHasAnAddressTakesThem() throws {
    #expect(try story(["socket s unix-dgram", "bind s unix:"], "s").contains("datagrams for its address reach it"))
  }

  /// The kernel calls both ends ESTABLISHED, but only one of them has a peer.
  @Test func whoIsConnectedToHasNoPeer() throws {
    let lines = ["socket u unix-dgram", "bind u unix:", "socket v unix-dgram", "connect v {u}"]
    let story = try story(lines, "u")
    #expect(story.contains("it has no peer itself") && story.contains("v is connected to it"), "\(story)")
    #expect(!story.contains("to which send sends") && !story.contains("the other end is"), "\(story)")
    #expect(try self.story(lines, "v").contains("it has a peer, to which send sends"))
    let play = try Play(lines, isInteractive: true)
    #expect(try play.run("send u x = -1 ENOTCONN").why?.hasPrefix("u has no peer: it is ESTABLISHED because") == true)
    #expect(try self.story(lines + ["recv u 10 &"], "u").contains("for a datagram (a peer's close"))
  }

  @Test func bothEndsOfAPairHaveAPeer() throws {
    #expect(try story(["socketpair a b unix-dgram"], "a").contains("the other end is b"))
  }
}
