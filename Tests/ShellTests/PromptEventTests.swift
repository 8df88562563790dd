import Foundation
import Support
import Testing

@Suite(.waits) struct PromptEventTests {
  /// Somebody else, who has connected to the shell's `port` and sent `text` when this returns, and stays.
  private func sender(of text: String, to port: Int) throws -> PythonPeer {
    let peer = try PythonPeer(
      "s = socket.create_connection(('127.0.0.1', \(port))); s.sendall(b'\(text)'); say('sent')")
    _ = try peer.line()
    return peer
  }

  private func port(_ pty: Pty, of name: String = "srv") throws -> Int {
    let text = try pty.run("state \(name)")
    let match = try #require(text.firstMatch(of: #/\.port +(\d+)/#))
    return Int(match.1)!
  }

  @Test(arguments: [
    (100, "send srv half"), (100, "send srv \"안녕 half"), (20, "send srv \"a line of some rows"),
    (20, "send srv \"안녕안녕안녕안녕안녕안녕안녕"),
    (100, ""),
  ])
  func anEventStandsAboveTheLineThatIsTyped(_ columns: Int, _ typed: String) throws {
    try Typist.sits(columns: columns, lines: ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"]) { pty, _ in
      let number = try port(pty)
      try pty.type(typed)
      let line = typed.isEmpty ? ">" : "> " + typed
      try pty.expect(line: line)
      try pty.type(String(repeating: Pty.left, count: min(3, typed.count)))
      let peer = try sender(of: "x", to: number)
      defer { peer.end() }
      try pty.expect("* ")
      try pty.expect("1 waiting")
      try pty.expect(line: line)
      let rows = pty.screen.lines
      let event = try #require(rows.firstIndex { $0.hasPrefix("* srv") })
      #expect(event < pty.screen.row)
      // The cursor is where it was: what is typed next goes in there.
      guard typed.count > 3 else { return }
      try pty.type("Z")
      let whole = "> " + typed.dropLast(3) + "Z" + typed.suffix(3)
      try pty.wait("the line \(whole)") {
        String($0.screen.lastLine(from: "> se").filter { $0 != " " }) == whole.filter { $0 != " " }
      }
    }
  }

  @Test func aCallInTheBackgroundShowsItsCardByItself() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      try pty.run("recv conn 10 &")
      try pty.type("send cli \"hi\"\rsend conn half")
      try pty.expect("recv(5, buf, 10, 0) = 2")
      try pty.expect("\"hi\"")
      try pty.expect(line: "> send conn half")
    }
  }

  @Test func whatHappensWhileACallBlocksIsShown() throws {
    try Typist.sits(lines: OpeningLines.connected + ["socket other tcp", "bind other 127.0.0.1:0", "listen other 5"]) {
      pty, _ in
      let port = try port(pty, of: "other")
      try pty.type("recv conn 10\r")
      try pty.expect("blocked")
      let peer = try sender(of: "x", to: port)
      defer { peer.end() }
      try pty.expect("* other")
      try pty.expect("1 waiting")
      try pty.press(Pty.ctrlC)
      try pty.expect("errno 4 EINTR")
    }
  }

  @Test(arguments: ["recv cli 10", "wait cli", "fg cli", "sleep 60m", "pause \"look\""])
  func aCallThatReturnsWhileAnotherWaitsShowsItsCard(_ line: String) throws {
    let isJob = line.hasSuffix(" cli")
    try Typist.sits(lines: OpeningLines.connected + ["accept srv late &"] + (isJob ? ["recv cli 10 &"] : [])) {
      pty, _ in
      let port = try port(pty)
      try pty.type(line + "\r")
      if line.hasPrefix("recv") { try pty.expect("blocked") } else { try pty.settle() }
      let peer = try sender(of: "hello", to: port)
      defer { peer.end() }
      try pty.expect("accept(3, {AF_INET 127.0.0.1:")
      // A file may be open at that moment, such as the history.
      try pty.expect("late  fd ")
      if line.hasPrefix("recv") { try pty.expect("recv(4, buf, 10, 0) …") }
      try pty.press(Pty.ctrlC)
      try #expect(pty.run("recv late 10").contains("\"hello\""))
      #expect(pty.plain().count(of: "accept(3, {AF_INET 127.0.0.1:") == 2, "once each")
    }
  }

  @Test func aLateTransitionIsShown() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      try pty.run("close cli")
      try pty.run("close conn")
      try pty.wait("TIME_WAIT") { $0.plain().contains("TIME_WAIT") }
    }
  }
}

extension String {
  /// How often `text` stands in it.
  fileprivate func count(of text: String) -> Int { components(separatedBy: text).count - 1 }
}
