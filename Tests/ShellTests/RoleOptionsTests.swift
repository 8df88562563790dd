import Foundation
import Support
import Testing

/// `--role`: the roles of a file in processes of their own.
@Suite(.waits) struct RoleOptionsTests {
  /// Plays `text` in two processes, with `options` for both and more for each.
  private func play(
    _ texts: [String], verb: String = "check", _ options: [String] = [], more: [[String]] = [[], []]
  ) throws -> [Program.Ended] {
    try Scratch.folder { folder in
      for (index, text) in texts.enumerated() {
        try Data("sockplay 1\n\(text)\n".utf8).write(to: folder.appendingPathComponent("\(index).session"))
      }
      return try concurrently(2) { index in
        let file = texts.count > 1 ? "\(index).session" : "0.session"
        let words = [verb, "--role", ["server", "client"][index], "--sync", "unix:s"] + options + more[index] + [file]
        return try Program.run(words, folder: folder)
      }
    }
  }

  /// Whatever the processes may have to tell one another: addresses, fields, states, variables, calls that wait, turns.
  private static let lesson = """
    @let host = 127.0.0.1
    server> socket srv tcp = fd
    server> bind srv {host}:0 = 0
    server> listen srv 5 = 0
    server> accept srv conn & = blocks
    client> socket cli tcp = fd
    client> connect cli {srv} = 0 [cli ESTABLISHED]
    server> wait conn = fd from {cli} [conn ESTABLISHED]
    repeat 2
      client> send cli "ping {i}\\n" = 7
      ? conn.unread == 7 and conn.peer == {cli}
      server> recv conn 64 = 7 /ping (\\d)/ -> {n}
      client> let m = {n}
      server> send conn "{m}{cli.port}" = 2..6
      client> recv cli 64 = /^\\d+$/
    end
    client> close cli = 0 [cli FIN_WAIT2, conn CLOSE_WAIT]
    server> close conn = 0 [cli TIME_WAIT]
    """

  @Test(arguments: ["", "@isolated\n"]) func twoProcessesPlayTwoRoles(directive: String) throws {
    let ended = try play([directive + Self.lesson], verb: "replay")
    for one in ended { #expect(one.code == 0, "\(one.output)\(one.errors)") }
    #expect(ended[0].output.contains("waiting for client: connect cli {srv}\n"))
    #expect(ended[0].output.hasSuffix("\n12 of 12 held\n") && ended[1].output.hasSuffix("\n7 of 7 held\n"))
  }

  @Test func aLineThatFailsEndsBothPlays() throws {
    let text = "server> socket a tcp\nclient> socket b tcp = -1 EPERM\nserver> close a"
    for isKept in [false, true] {
      let ended = try play([text], isKept ? ["--keep-going"] : [])
      #expect(ended.map(\.code) == [4, 4])
      #expect(ended[1].errors.contains("error: wrong result"))
      #expect(ended[0].errors.contains("error: this line failed at client: its terminal says why\n") != isKept)
    }
  }

  @Test func allProcessesNeedTheSame() throws {
    let text = "server> socket a tcp\nclient> socket b tcp"
    let files = try play([text, text + "\n# more"])
    let variables = try play([text], more: [["--var", "x=1"], ["--var", "y=1"]])
    for (ended, problem) in [(files, "plays another file"), (variables, "has other variables (x, y)")] {
      #expect(ended.map(\.code) == [3, 3])
      for one in ended { #expect(one.errors.contains("sockplay: ") && one.errors.contains(problem), "\(one.errors)") }
    }
  }

  @Test func allAreIsolatedOrNone() throws {
    let text = "server> socket a tcp\nclient> socket b tcp"
    let ended = try play([text], more: [["--isolated"], []])
    #expect(ended.map(\.code) == [3, 3])
    #expect(ended[0].errors.contains("this one plays with --isolated; client does not"), "\(ended[0].errors)")
    #expect(ended[1].errors.contains("server plays with --isolated; this one does not"), "\(ended[1].errors)")
  }

  /// What is typed as it says is what is needed.
  @Test func theAdviceHasTheOptions() throws {
    try Scratch.folder { folder in
      let text = "sockplay 1\n# \(folder.path)\nserver> socket a tcp\nclient> socket b tcp\n"
      try Data(text.utf8).write(to: folder.appendingPathComponent("a b.session"))
      let ended = try Program.run(
        [
          "check", "--role", "server", "--isolated", "--var", "x=it's", "--var", "y=1", "--timeout", "3s",
          "a b.session",
        ], folder: folder)
      #expect(
        ended.errors.contains(
          #"  sockplay check --role client --isolated --var 'x=it'\''s' --var y=1 'a b.session'"# + "\n"),
        "\(ended.errors)")
    }
  }

  /// A web server, say.
  @Test(arguments: ["hello", ""]) func whatIsNoSockplayIsToldSo(text: String) throws {
    try Scratch.folder { folder in
      let server = "import socket; s = socket.socket(socket.AF_UNIX); s.bind('s'); s.listen(); c = s.accept()[0]; "
      try Data("sockplay 1\nserver> socket a tcp\nclient> socket b tcp\n".utf8).write(
        to: folder.appendingPathComponent("a.session"))
      let ended = try concurrently(2) { index in
        if index == 0 {
          return try Program.run(
            ["-c", server + "c.recv(9); c.sendall(b'\(text)' * 99)"], of: "/usr/bin/python3", folder: folder)
        }
        while !FileManager.default.fileExists(atPath: folder.path + "/s") { usleep(1000) }
        return try Program.run(["check", "--role", "client", "--sync", "unix:s", "a.session"], folder: folder)
      }
      let problem = text.isEmpty ? "what listens at unix:s has hung up" : "what answers at unix:s is no sockplay"
      #expect(ended[1].code == 3 && ended[1].errors.contains(problem), "\(ended[1].errors)")
    }
  }

  @Test func nobodyIsWaitedForWithoutEnd() throws {
    let text = "server> socket a tcp\nclient> socket b tcp"
    try Scratch.folder { folder in
      // Its place is that of its text, which no other test has.
      try Data("sockplay 1\n# \(folder.path)\n\(text)\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      let ended = try Program.run(["check", "--role", "server", "--timeout", "3s", "a.session"], folder: folder)
      #expect(ended.code == 3)
      #expect(
        ended.errors == """
          waiting for client; in another terminal:
            sockplay check --role client a.session
          sockplay: a.session: the time of the whole play is up

          """)
    }
  }

  @Test func whatIsWrongIsSaidBeforeAnythingRuns() throws {
    try Scratch.folder { folder in
      let text = "sockplay 1\nserver> socket a tcp\nclient> close a\n"
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      func errors(_ words: String..., code: Int32) throws -> String {
        let ended = try Program.run(["check"] + words + ["a.session"], folder: folder)
        #expect(ended.code == code && ended.output.isEmpty)
        return ended.errors
      }
      #expect(
        try errors("--role", "server", code: 3) == """
          error: a belongs to server
           --> a.session:3:15
            |
          3 | client> close a
            |               ^ made on line 2; this line is played by client
            = help  in several processes each role works on its own handles; {a}, [a STATE] and ? a.FIELD may stand in any line

          """)
      #expect(
        try errors("--role", "servr", code: 1)
          == "sockplay: unknown role: servr, did you mean server? a.session has server, client\n")
      #expect(
        try errors("--role", "foo", code: 1) == "sockplay: unknown role: foo; a.session has server, client\n")
      #expect(try errors("--role", "server", "--role", "client", code: 1).contains("all roles of a.session"))
      #expect(try errors("--sync", "unix:s", code: 1).contains("--sync needs --role"))
      #expect(try errors("--role", "server", "--sync", "nowhere", code: 1).contains("nowhere is not a place to meet"))
      #expect(try errors("--role", "server", "--retry", "1", code: 1).contains("--role takes one file"))
    }
  }

  /// Two hosts on a cable are two machines: nothing of loopback is common to them.
  @Test(arguments: [("10.0.0.1", true), ("127.0.0.1", false)]) func twoHostsPlayTwoRoles(host: String, works: Bool)
    throws
  {
    try Scratch.folder { folder in
      try Data("sockplay 1\n\(Self.lesson)\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      func run(_ role: String, _ more: String) -> String {
        let play = "check --role \(role) --sync 10.0.0.1:7000 --allow network --var host=\(host) a.session"
        return #"run as \#(role) sh -c "\#(Program.sockplay) \#(play) > \#(role).txt 2>&1; \#(more)" on \#(role)"#
      }
      let done = "\(Program.sockplay) -e 'socket u unix' -e 'connect u unix:done' > /dev/null"
      let lines = [
        "@timeout 60s", "host server 10.0.0.1", "host client 10.0.0.2", "socket d unix", "bind d unix:done",
        "listen d 2",
        run("server", done), run("client", done), "accept d a", "accept d b",
      ]
      let ended = try Program.run(
        ["--isolated", "--allow", "programs"], input: Array(lines.joined(separator: "\n").utf8), folder: folder)
      #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
      let shown = try ["server", "client"].map {
        try String(contentsOf: folder.appendingPathComponent("\($0).txt"), encoding: .utf8)
      }
      for text in shown { #expect(text.hasSuffix("ok a.session\n") == works, "\(text)") }
      #expect(shown[1].contains("of another machine\n") != works && shown[0].contains("failed") == false)
    }
  }
}
