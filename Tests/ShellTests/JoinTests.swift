import Foundation
import Support
import Testing

/// `share` and `sockplay join`: several terminals, one shell.
@Suite(.waits) struct JoinTests {
  /// Whoever looks for shells finds only those of `folder`.
  private static func environment(_ folder: URL) -> [String: String] {
    ["XDG_STATE_HOME": folder.path + "/state", "XDG_RUNTIME_DIR": ""]
  }

  /// A shell that is shared, and what one needs to join it.
  private func shared(_ lines: [String] = [], _ body: (Pty, URL) throws -> Void) throws {
    try Typist.sits(environment: ["XDG_RUNTIME_DIR": ""], lines: lines + ["share"], body)
  }

  private func joined(_ words: String..., folder: URL) throws -> Pty {
    let pty = try Pty(["join"] + words, environment: Self.environment(folder), folder: folder)
    try pty.wait("its prompt") { $0.prompts == 1 }
    return pty
  }

  private func refused(_ words: String..., folder: URL) throws -> String {
    let ended = try Program.run(["join"] + words, environment: Self.environment(folder), folder: folder)
    #expect(ended.code == 3 && ended.output.isEmpty)
    return ended.errors
  }

  @Test func acceptWaitsInOneTerminalWhileConnectIsTypedInAnother() throws {
    try shared(["record a.session"]) { first, folder in
      let server = try joined("server", folder: folder), client = try joined("client", folder: folder)
      for line in ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5"] { try server.run(line) }
      try server.type("accept srv conn\r")
      try server.expect("blocked (Ctrl-C: interrupt, Ctrl-Z: to the background)")
      let card = try client.run("socket cli tcp")
      #expect(card.contains("  cli   fd ") && client.plain().contains("server> accept srv conn …\n"))
      try client.run("connect cli {srv}")
      try server.expect("  conn  fd ")
      try server.wait("the prompt of the server") { $0.prompts == 5 }
      // Each sees what the others did, and what that changed for them.
      try #expect(client.run("send cli \"hi\\n\"").contains(", \"hi\\n\", 3, 0) = 3"))
      try server.expect("client> send cli \"hi\\n\" = 3")
      try server.expect("* conn  readable, 3 B")
      try first.expect("server> accept srv conn = ")
      try first.expect("* conn  readable, 3 B")
      #expect(!first.plain().contains("  tcp  ESTABLISHED"))
      try server.type("recv conn 64\rrecv conn 64\r")
      try server.expect("blocked")
      try server.type(Pty.ctrlC)
      try server.expect("EINTR")
      try server.wait("the prompt of the server") { $0.prompts == 7 }
      try client.type("quit\r")
      try #expect(client.end() == 0)
      try first.expect("client has left")
      try first.run("record off")
      try first.type("quit\r")
      try #expect(first.end() == 0)
      try server.expect("the shell has ended")
      try #expect(server.end() == 0)
      let recording = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      try Golden.expect(recording, "joined.session")
      try #expect(Program.run(["check", "a.session"], folder: folder).code == 0)
    }
  }

  @Test func aRoleHasOneTerminalAndIsFreeOnceThatIsGone() throws {
    try shared(["role teacher"]) { first, folder in
      let server = try joined("server", folder: folder)
      #expect(
        try refused("server", folder: folder)
          == "sockplay: server is taken: process \(server.process) has joined as it\n")
      #expect(try refused("teacher", folder: folder).hasPrefix("sockplay: teacher is taken: the shell itself has it"))
      #expect(try refused(folder: folder) == "sockplay: which role? sockplay join server\n")
      #expect(
        try refused("server", "--shell", "1", folder: folder).hasPrefix(
          "sockplay: process 1 is not a shared shell\n"))
      try #expect(first.run("role server").contains("error: server is played in another terminal"))
      try #expect(first.run("server> socket a udp").contains("error: server is played in another terminal"))
      for line in ["role client", "client> socket a udp"] {
        try #expect(server.run(line).contains("error: this terminal is server"), "\(line)")
      }
      for line in ["record b.session", "source a", "pause", "share off", "tour"] {
        try #expect(server.run(line).contains("is for the terminal that shares"), "\(line)")
      }
      // Its call goes on without it, and is there for who comes next.
      try server.run("socketpair a b")
      try server.type("recv b 10\r")
      try server.expect("blocked")
      kill(server.process, SIGKILL)
      try first.expect("server has left")
      let lines = "jobs\nsend a hello\nwait b = 5 \"hello\"\nsocket c packet\n"
      let piped = try Program.run(
        ["join", "server"], input: Array(lines.utf8), environment: Self.environment(folder), folder: folder)
      #expect(piped.output.hasPrefix("server> jobs\n[1] b  recv\nserver> send a hello\n"))
      #expect(piped.output.contains("data  \"hello\"") && piped.output.contains("a session file may not do this"))
      #expect(piped.code == 3)
      let open = try Program.run(
        ["join", "server"], input: Array("repeat 3\nhandles\n".utf8), environment: Self.environment(folder),
        folder: folder)
      #expect(open.code == 2 && open.errors.contains("the input ended inside a block; end is missing"), "\(open)")
      try first.run("share off")
      #expect(try refused("server", folder: folder).hasPrefix("sockplay: no shell is shared: type share"))
    }
  }

  @Test func completionBlocksAndKeysWorkAsAtAnyPrompt() throws {
    try shared { first, folder in
      let client = try joined("client", folder: folder)
      try client.run("socketpair left right")
      try client.type("send lef\t")
      try client.expect(line: "client> send left")
      try client.press(" x\r")
      for line in ["repeat 2", "send left y"] { try client.run(line) }
      try client.expect(line: "...")
      try first.run("send left z")
      try client.run("end")
      #expect(try client.run("? right.unread == 4").contains("holds"))
      // While the session itself is busy, Ctrl-C reaches it as well.
      for line in ["repeat 1", "send left w", "sleep 1000"] { try client.run(line) }
      try client.type("end\r")
      try first.expect("client> sleep 1000 …")
      try client.type(Pty.ctrlC)
      try client.expect("interrupted")
      try client.type("recv left 1\r")
      try client.expect("blocked")
      try client.press(Pty.ctrlZ)
      try client.expect("waiting, job 1")
      try client.type(Pty.ctrlD)
      try #expect(client.end() == 0)
    }
  }

  @Test func nothingIsSharedUnlessSomebodyAsksAtThePrompt() throws {
    try Scratch.folder { folder in
      let ended = try Program.run(["-e", "share"], folder: folder)
      #expect(ended.code == 3 && ended.errors.contains("error: share needs somebody at a prompt"))
    }
  }
}
