import Foundation
import Support
import Testing

@Suite(.waits) struct LineEditingTests {
  // MARK: Completion

  @Test(arguments: [
    ("hand", "> handles"), ("help lis", "> help listen"), ("close con", "> close conn"),
    ("connect cli {s", "> connect cli {srv}"),
    ("connect cli 12", "> connect cli 127.0.0.1:"), ("? conn.unr", "> ? conn.unread"),
    ("recv conn 10 MSG_PE", "> recv conn 10 MSG_PEEK"),
    ("socket x AF_INET SOCK_ST", "> socket x AF_INET SOCK_STREAM"), ("server> acc", "> server> accept"),
    ("source my-se", "> source my-session"),
    ("conn", "> connect"), ("shutdown conn SHUT_RDW", "> shutdown conn SHUT_RDWR"),
    ("send conn @my-se", "> send conn @my-session"),
    ("wait con", "> wait conn"), ("socket tcp6", "> socket tcp6"), ("record of", "> record off"),
    ("source two", "> source \"two words\""), ("send conn @two", "> send conn @\"two words\""),
    ("send conn @\"two w", "> send conn @\"two words\""), ("bind cli unix:two", "> bind cli unix:\"two words\""),
    ("send conn @fold", "> send conn @folder/"), ("source a\tx", "> source \"a folder/x\""),
    ("send conn \"{srv.po", "> send conn \"{srv.port}"), ("close conn [conn CLOSE_W", "> close conn [conn CLOSE_WAIT"),
    ("bind conn 127.0.0.1:{srv.po", "> bind conn 127.0.0.1:{srv.port}"),
  ])
  func tabCompletes(_ typed: String, _ line: String) throws {
    try Typist.sits(lines: OpeningLines.connected + ["recv conn 5 &"]) { pty, folder in
      for name in ["my-session", "two words"] { try Data().write(to: folder.appendingPathComponent(name)) }
      for name in ["folder", "a folder"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent(name), withIntermediateDirectories: false)
      }
      try Data().write(to: folder.appendingPathComponent("a folder/x"))
      try pty.type(typed + Pty.tab)
      try pty.expect(line: line)
    }
  }

  /// Behind a folder or a beginning, the next letter belongs to the same word.
  @Test(arguments: [("send conn @fold", "x", "> send conn @folder/x"), ("bind cli unix:@", "x", "> bind cli unix:@x")])
  func noBlankFollowsABeginning(_ typed: String, _ more: String, _ line: String) throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, folder in
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("folder"), withIntermediateDirectories: false)
      try pty.type(typed + Pty.tab + more)
      try pty.expect(line: line)
    }
  }

  @Test func inputrcSaysThatCapitalsDoNotMatter() throws {
    try Scratch.folder { folder in
      let inputrc = folder.appendingPathComponent(".inputrc")
      try Data("set completion-ignore-case on\n".utf8).write(to: inputrc)
      let pty = try Pty(environment: ["INPUTRC": ""], folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      try pty.type("socket x AF_INET sock_st" + Pty.tab)
      try pty.expect(line: "> socket x AF_INET SOCK_STREAM")
    }
  }

  @Test func tabTwiceListsWhatThereIs() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      try pty.type("connect cli " + Pty.tab + Pty.tab)
      for offer in ["{srv}", "{cli}", "{conn}", "127.0.0.1:", "[::1]:", "unix:", "unix:@", "unspec"] {
        try pty.expect(offer)
      }
      try pty.expect(line: "> connect cli")
    }
  }

  // MARK: History

  @Test func controlRSearchesTheHistoryOfAnEarlierSession() throws {
    try Typist.sits(lines: ["socket listener tcp", "handles"]) { pty, folder in
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
      let next = try Pty(folder: folder)
      try next.wait("the first prompt") { $0.prompts == 1 }
      try next.type(Pty.ctrlR + "sten")
      try next.wait("what was found") { $0.screen.current.hasSuffix("socket listener tcp") }
      try next.press("\r")
      #expect(next.screen.text.contains("listener  fd 3"))
    }
  }

  @Test func controlCLeavesTheSearch() throws {
    try Typist.sits(lines: ["socket listener tcp"]) { pty, _ in
      try pty.type(Pty.ctrlR + "sten")
      try pty.wait("what was found") { $0.screen.current.hasSuffix("socket listener tcp") }
      try pty.type(Pty.ctrlC)
      try pty.wait("an empty line") { $0.screen.current == ">" }
      try #expect(pty.run("handles").contains("listener"))
    }
  }

  @Test func onlyTheUserMayReadTheHistory() throws {
    try Typist.sits(lines: ["socket a tcp", " close a"]) { pty, folder in
      let path = folder.appendingPathComponent("state/sockplay/history")
      let mode = try FileManager.default.attributesOfItem(atPath: path.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      try pty.wait("the history") { _ in (try? String(contentsOf: path, encoding: .utf8)) == "socket a tcp\n" }
    }
  }

  @Test func withoutAStateFolderTheHistoryLiesBelowHome() throws {
    try Typist.sits(environment: ["XDG_STATE_HOME": ""], lines: ["socket a tcp"]) { pty, folder in
      let path = folder.appendingPathComponent(".local/state/sockplay/history")
      try pty.wait("the history") { _ in (try? String(contentsOf: path, encoding: .utf8)) == "socket a tcp\n" }
    }
  }

  @Test func withoutAPlaceForTheHistoryAllElseWorks() throws {
    try Typist.sits(environment: ["XDG_STATE_HOME": "/proc/nowhere", "HOME": "/proc"]) { pty, _ in
      try #expect(pty.run("socket a tcp").contains("= 3"))
      try pty.type(Pty.up)
      try pty.expect(line: "> socket a tcp")
    }
  }

  // MARK: Keys

  @Test func inputrcIsReadWithItsPartForSockplay() throws {
    try Scratch.folder { folder in
      let inputrc = folder.appendingPathComponent(".inputrc")
      try Data("$if sockplay\n\"\\C-xs\": \"socket srv tcp\"\n$endif\n$if Bash\n\"\\C-xs\": \"no\"\n$endif\n".utf8)
        .write(to: inputrc)
      let pty = try Pty(environment: ["INPUTRC": ""], folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      try pty.type(Pty.ctrlX + "s")
      try pty.expect(line: "> socket srv tcp")
    }
  }

  @Test func aBracketedPasteOfManyLinesRunsThemAll() throws {
    try Typist.sits { pty, _ in
      try pty.type("\u{1b}[200~socket a tcp\nsocket b tcp\r\nclose a\u{1b}[201~")
      try pty.press("\r")
      for text in ["> socket a tcp", "= 3", "> socket b tcp", "= 4", "> close a", "close(3) = 0"] {
        try pty.expect(text)
      }
      try pty.expect(line: ">")
    }
  }

  @Test func controlCTellsHowManyLinesOfAPasteAreLeft() throws {
    try Typist.sits(lines: ["socket a udp", "bind a 127.0.0.1:0"]) { pty, _ in
      try pty.type("\u{1b}[200~recv a 5\nsocket b tcp\n\nclose a\u{1b}[201~\r")
      try pty.expect("blocked")
      try pty.press(Pty.ctrlC)
      try pty.expect("2 more lines of the paste were not run")
      try #expect(!pty.run("handles").contains(" tcp "))
    }
  }

  @Test func aPlainPasteOfManyLinesRunsThemAll() throws {
    try Typist.sits { pty, _ in
      let lines = (1...60).map { "socket p\($0) tcp\rclose p\($0)\r" }.joined()
      try pty.type(lines + "handles\r")
      try pty.expect("there are no handles")
      #expect(!pty.plain().contains("error"))
    }
  }

  @Test func whatIsTypedWhileACallWaitsIsTheNextLine() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      try pty.type("recv conn 5 = timeout within 300ms\r")
      try pty.expect("blocked")
      try pty.type("handles\r")
      try pty.expect("EINTR")
      try pty.expect("LISTEN")
    }
  }

  @Test func aLineOfAMegabyteIsAnError() throws {
    try Typist.sits { pty, _ in
      try pty.press("\u{1b}[200~" + String(repeating: "x", count: 1 << 20) + "\u{1b}[201~\r")
      try pty.expect("unknown command")
      try #expect(pty.run("socket a tcp").contains("= 3"))
    }
  }
}
