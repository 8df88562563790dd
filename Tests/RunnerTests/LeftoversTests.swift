import Runner
import Support
import Testing

/// What a session leaves behind is named once, in the order of its handles.
@Suite(.waits) struct LeftoversTests {
  private func left(_ lines: [String]) throws -> [String] {
    let play = Play(timeout: 200, isInteractive: true)
    for line in lines { try play.run(line) }
    return play.session.leftovers.map { "\($0.kind.rawValue): \($0.sentence)" }
  }

  @Test func nothingIsLeftOfWhatIsClosed() throws {
    #expect(try left([]) == [])
    #expect(try left(["socketpair a b", "send a x", "recv b 1", "close a", "close b"]) == [])
  }

  @Test func descriptorsAndUnreadData() throws {
    let play = Play(isInteractive: true)
    for line in ["socketpair a b unix", "send a hello", "socket u udp", "bind u 127.0.0.1:0", "sendto u hey {u}"] {
      try play.run(line)
    }
    let fds = ["a", "b", "u"].compactMap { name in play.table.find(name).map { "\(name) (fd \($0.descriptor))" } }
    #expect(
      play.session.leftovers.map(\.sentence) == [
        "not closed: \(fds.joined(separator: ", "))", "b has 5 bytes unread", "u has a datagram of 3 bytes unread",
      ])
  }

  @Test func duplicatesShareWhatIsUnread() throws {
    #expect(try left(["socketpair a b unix", "dup b c", "send a x"]).dropFirst() == ["unread: b has 1 byte unread"])
  }

  @Test func whatIsInAPipeAndInAQueue() throws {
    #expect(try left(["pipe out in", "write in abc"]).dropFirst() == ["unread: out has 3 bytes unread"])
    let queue = try left(OpeningLines.connecting)
    #expect(queue.dropFirst() == ["waiting: srv has 1 connection that no accept has taken"])
  }

  /// Asking does not take the error away.
  @Test func aPendingError() throws {
    let play = try Play(["socket u udp", "connect u 127.0.0.1:9", "send u x"], isInteractive: true)
    for _ in 0..<2 { #expect(play.session.leftovers.map(\.kind) == [.open, .error]) }
    #expect(try play.run("recv u 10").exchanges[0].answer?.errno.symbol == "ECONNREFUSED")
    #expect(play.session.leftovers.map(\.kind) == [.open])
  }

  private static let short = ["socketpair a b unix", "nonblock a on", "send a fill:16M"]

  @Test func aShortSend() throws {
    let left = try left(Self.short)
    #expect(left.contains { $0.hasPrefix("short: a took ") && $0.hasSuffix("; the rest was not sent") })
  }

  @Test(arguments: [["send a fill:16M = 1..16777216"], ["send a fill:16M", "send a x"]])
  func aShortSendThatWasNoticed(lines: [String]) throws {
    #expect(try !left(Self.short.dropLast() + lines).contains { $0.hasPrefix("short") })
  }

  /// A report that wants no changes has seen nothing until the end.
  @Test func aCheckSeesTheSame() throws {
    let play = Play(wantsChanges: false)
    #expect(play.file("socketpair a b unix\nsend a hello") == .held)
    play.session.showLeftovers(of: "x")
    #expect(play.witness.leftovers.map(\.kind) == [.open, .unread])
  }
}
