import Support
import Testing

/// What another process had not sent yet when a line looked for it.
@Suite(.waits) struct EarlyLooksTests {
  private static let looks = [
    "recv c 9 MSG_DONTWAIT", "ioctl c FIONREAD", "poll c:POLLIN 0", "epoll_wait ep 10 0",
  ]

  private func looked(_ between: [String]) throws -> [String] {
    let peer = try PythonPeer(
      "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1); say(s.getsockname()[1]); c = s.accept()[0]")
    defer { peer.end() }
    let opening = ["socket c tcp", "connect c 127.0.0.1:\(try peer.line())", "epoll_create ep", "epoll_ctl ep add c"]
    return try recorded(opening + Self.looks.flatMap { between + [$0] }).filter { line in
      Self.looks.contains { line.hasPrefix($0) }
    }
  }

  @Test func itMayHaveSentThatInAPlay() throws {
    #expect(try looked([]) == Self.looks.map { $0 + " = *" })
  }

  @Test func whatItHasNotSentInAWhileIsExpected() throws {
    #expect(
      try looked(["sleep 250ms"]) == [
        "recv c 9 MSG_DONTWAIT = -1 EAGAIN", "ioctl c FIONREAD = 0 0", "poll c:POLLIN 0 = 0", "epoll_wait ep 10 0 = 0",
      ])
  }

  /// Nobody else sends there.
  @Test func whatThisSessionHasNotSentIsExpected() throws {
    let lines = try recorded(OpeningLines.connected + ["recv conn 9 MSG_DONTWAIT", "poll conn:POLLIN 0"])
    #expect(lines.suffix(2) == ["recv conn 9 MSG_DONTWAIT = -1 EAGAIN", "poll conn:POLLIN 0 = 0"])
  }
}
