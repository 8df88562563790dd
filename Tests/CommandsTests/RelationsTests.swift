import Glibc
import Handles
import Support
import Testing

/// Who belongs to whom, and that nobody belongs to a handle that is gone.
@Suite struct RelationsTests {
  private static let pair = ["socketpair a b unix", "dup a t"]
  private static let connection = [
    "socket l tcp6", "listen l 5", "socket b tcp6", "connect b {l}", "accept l a", "sendmsg a hello", "dup a t",
  ]

  /// The end that is closed goes at once: a UNIX domain socket's, and one with unread data, which sends RST.
  @Test(
    arguments: [pair, connection], ["handles", "state a", "why a", "send a x", "ioctl a SIOCGIFFLAGS lo", "close a"])
  func aDuplicateOfAClosedEndHasNoOtherEnd(lines: [String], last: String) throws {
    for closed in [["close b"], ["close b", "close t"], ["close b", "close a", "dup t a"]] {
      let play = try Play(lines + closed)
      #expect(play.table.find("b") == nil && play.table.find("a")?.peer == nil, "\(closed)")
      #expect(play.table.find("t").map { $0.peer == nil } ?? true, "\(closed)")
      #expect(!(try play.run(last).changes.contains { $0.name == "b" }), "\(closed)")
    }
  }

  @Test func whoReferredToAHandleThatIsGoneFindsNobody() throws {
    let play = try Play(["socketpair a b unix", "dup a t", "dup b u"])
    let (a, b, t) = (try handle("a", play), try handle("b", play), try handle("t", play))
    #expect(Set([a, t].map(\.duplicates)) == [[a], [t]] && b.duplicates.map(\.name) == ["u"])
    try play.run("close b")
    #expect(b.isGone && a.peer != b && t.peer != b)
    // What lines do to it no longer reaches anybody.
    #expect(play.table.refresh(b) == nil)
    var seen: [String] = []
    play.table.related(to: b) { seen.append($0.name) }
    #expect(seen == [])
  }

  /// There may be thousands.
  @Test func duplicatesOfWhichTheSameHasBeenSeenAreNotVisited() throws {
    let play = try Play(["socketpair a b unix", "dup a t", "dup t v"])
    let (a, b, t) = (try handle("a", play), try handle("b", play), try handle("t", play))
    func visited() -> [String] {
      var names: [String] = []
      play.table.related(to: a) { names.append($0.name) }
      return names
    }
    #expect(visited() == ["b"])
    // What one has seen, the others have not.
    let descriptor = b.descriptor
    #expect(Glibc.send(descriptor, "x", 1, 0) == 1)
    #expect(play.table.refresh(a)?.after.unread == 1)
    #expect(visited() == ["t", "v", "b"])
    #expect(play.table.refresh(t)?.after.unread == 1)
    #expect(visited() == ["v", "b"])
  }

  @Test func aHandleOfTheSameNameIsAnother() throws {
    let play = try Play(OpeningLines.connected)
    let first = try handle("cli", play)
    try play.run("close cli")
    try play.run("socket cli tcp")
    let (second, conn) = (try handle("cli", play), try handle("conn", play))
    #expect(first.isGone && second != first && conn.peer == nil)
  }

  @Test func manyDuplicatesAreOneList() throws {
    let play = Play(wantsChanges: false)
    try play.run("socket s udp")
    for number in 1...200 { try play.run("dup s t\(number)") }
    let s = try handle("s", play)
    #expect(s.duplicates.map(\.name) == (1...200).map { "t\($0)" })
    try play.run("bind t7 127.0.0.1:0")
    #expect(s.isBound && s.duplicates.allSatisfy(\.isBound))
    for number in 1...199 { try play.run("close t\(number)") }
    #expect(s.duplicates.filter(\.isOpen).map(\.name) == ["t200"])
  }

  private func handle(_ name: String, _ play: Play) throws -> Handle { try #require(play.table.find(name)) }
}
