import Support
import Testing

/// Duplicates of a socket whose other end is gone: each is shown with its state, and no line ends the program.
@Suite(.waits) struct ClosedEndDuplicateTests {
  private func names(_ play: Play) throws -> [String] {
    try play.run("handles").listing.dropFirst().map { String($0.prefix { $0 != " " }) }
  }

  @Test(arguments: ["close t", "send a x", "ioctl a SIOCGIFFLAGS lo", "recv t 9", "shutdown t rdwr"])
  func ofAPairWhoseOtherEndIsClosed(line: String) throws {
    let play = try Play(["socketpair a b", "dup a t", "close b"])
    try play.run(line)
    #expect(try names(play) == (line == "close t" ? ["a"] : ["a", "t"]))
    #expect(play.table.find("a")?.peer == nil && play.table.isGone("b"))
  }

  /// With data unread the close sends RST, so that nothing is left of it.
  @Test func ofAConnectionWhoseOtherEndIsClosedWithDataUnread() throws {
    let play = try Play(
      [
        "socket l tcp6", "bind l [::1]:0", "listen l 5", "socket c tcp6", "connect c {l}", "accept l a",
        "sendmsg a hello", "dup a d", "close c", "fcntl d F_SETFL O_NONBLOCK",
      ])
    #expect(try names(play) == ["l", "a", "d"])
    #expect(play.state("a") == .closed && play.state("d") == .closed)
  }
}
