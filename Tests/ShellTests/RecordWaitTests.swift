import Foundation
import Support
import Testing

/// Recording while a line waits.
@Suite(.waits) struct RecordWaitTests {
  /// The call in the foreground is what lets the one in the background return, so a play must begin it before it waits
  /// for that one.
  @Test(arguments: [
    ("send cli fill:9M", Pty.ctrlC, "cancel cli"), ("send cli fill:9M = 9437184", Pty.ctrlC, "cancel cli"),
    ("send cli fill:9M", Pty.ctrlZ, nil),
  ])
  func whatReturnsMeanwhileIsRecordedBehindTheBeginningOfTheLineThatWaits(_ line: String, _ key: String, _ end: String?)
    throws
  {
    try Typist.sits(lines: ["record a.session"] + OpeningLines.connected + ["recv conn 100K MSG_WAITALL &"]) {
      pty, folder in
      try pty.type(line + "\r")
      try pty.expect("recv(5, buf, 102400, MSG_WAITALL) = 102400")
      try pty.press(key)
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      let commands = text.split(separator: "\n").map {
        $0.prefix { $0 != "=" }.split(separator: " ").joined(separator: " ")
      }
      let wanted = ["recv conn 100K MSG_WAITALL &", "send cli fill:9M &", "wait conn"] + (end.map { [$0] } ?? [])
      #expect(commands.suffix(wanted.count) == wanted, "\(text)")
      try Recording.check("a.session", folder)
    }
  }

  /// The name that the call's handle will have is written with its beginning; `wait` and `sleep` begin nothing.
  @Test(arguments: [
    ("accept srv", ["accept srv s1 &", "wait other", "cancel s1"]), ("wait again", ["wait other"]),
    ("sleep 60m", ["wait other"]),
  ])
  func whatReturnsMeanwhileIsRecorded(_ line: String, _ wanted: [String]) throws {
    let more = [
      "socket last tcp", "bind last 127.0.0.1:0", "listen last 1", "accept last other &", "accept srv again &",
    ]
    try Typist.sits(lines: ["record a.session"] + OpeningLines.connected + more) { pty, folder in
      let port = try #require(try pty.run("state last").firstMatch(of: #/\.port +(\d+)/#)).1
      try pty.type(line + "\r")
      if line == "accept srv" { try pty.expect("blocked") } else { try pty.settle() }
      let peer = try PythonPeer("s = socket.create_connection(('127.0.0.1', \(port))); say('connected')")
      defer { peer.end() }
      try pty.expect("other  fd ")
      try pty.press(Pty.ctrlC)
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      let commands = text.split(separator: "\n").map {
        $0.prefix { $0 != "=" }.split(separator: " ").joined(separator: " ")
      }
      #expect(commands.suffix(wanted.count) == wanted, "\(text)")
    }
  }
}
