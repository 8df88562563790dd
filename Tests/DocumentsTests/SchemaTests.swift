import Commands
import Foundation
import Glibc
import Handles
import Reports
import Runner
import Sockets
import Support
import Testing

/// What --json prints is what docs/step.schema.json describes. Needs Debian's python3-jsonschema.
@Suite(.waits) struct SchemaTests {
  @Test func theOutputOfSessionsIsValid() throws {
    let paths = Documents.playableSessions
    // Some lessons need their turn on a processor: all at once would take it from them.
    let programs = try concurrently(paths, workers: 6) { path in
      // Lesson 26 moves megabytes, which an address sanitizer makes slow.
      try Program.run(["replay", "--json", path], folder: Program.root, limit: 600)
    }
    for (path, ended) in zip(paths, programs) { #expect(ended.code == 0, "\(path): \(ended.errors)") }
    let lines = programs.flatMap { $0.output.split(separator: "\n").map(String.init) }
    // What happens by itself is told when it happens, on a busy machine between two lines; so is what servers say.
    #expect(
      types(lines).subtracting(["event", "returned", "interim", "output", "segment"])
        == ["step", "heading", "prose", "blocked"])
    #expect(try problems(lines) == [])
  }

  @Test func theOutputOfFailuresAndEventsIsValid() throws {
    let session = """
      ## A heading
      # Prose
      @timeout 1s
      socket a udp
      bind a 127.0.0.1:0 = 0 [a LISTEN] within 1ms
      bind a 127.0.0.1:0
      recv a 10 &
      cancel a
      recv a 10
      sendto a hex:1b5b00ff {a}
      recvfrom a 1 = 1 "x" from 127.0.0.1:1
      send nobody "x"
      bnd "\u{7}
      ? a.unread > 5 within 1ms
      handles
      sockets a --watch 2
      @timeout 10s
      peer greeter
      socket c tcp
      connect c {greeter}
      recv c
      peer off greeter
      """
    let lines =
      try Program.run(["--json", "--keep-going"], input: Array(session.utf8)).output.split(separator: "\n").map(
        String.init) + events()
    #expect(types(lines) == ["step", "heading", "prose", "blocked", "error", "event", "returned", "interim", "output"])
    #expect(try problems(lines) == [])
  }

  @Test func theOutputOfLintIsValid() throws {
    try Scratch.folder { folder in
      let session = """
        sockplay 1
        socketpair a b unix
        nonblock a on
        send a fill:16M
        socket u udp
        connect u 127.0.0.1:9
        send u x
        """
      try Data(session.utf8).write(to: folder.appendingPathComponent("a.session"))
      let ended = try Program.run(["check", "--lint", "--json", "a.session"], folder: folder)
      let lines = ended.output.split(separator: "\n").map(String.init).filter { $0.contains(#""type":"leftover""#) }
      let kinds = lines.compactMap { $0.firstMatch(of: /"kind":"([a-z]+)"/).map { String($0.1) } }
      #expect(kinds == ["open", "unread", "error", "short"], "\(lines)\(ended.errors)")
      #expect(try problems(lines) == [])
    }
  }

  @Test func theOutputOfACheckOfAFolderIsValid() throws {
    let lines = try Scratch.folder { folder in
      try Data("sockplay 1\n@needs var:x\n".utf8).write(to: folder.appending(path: "a.session"))
      try Data("sockplay 1\nsocket a tcp\n".utf8).write(to: folder.appending(path: "b.session"))
      return try Program.run(["check", "--json", folder.path]).output.split(separator: "\n").map(String.init)
    }
    #expect(types(lines) == ["skipped", "step", "summary"])
    #expect(try problems(lines) == [])
    #expect(try problems(lines.map { $0.replacing(#""skipped":1"#, with: #""skipped":-1"#) }).count == 1)
  }

  @Test func theOutputOfARoleIsValid() throws {
    let lines = try Scratch.folder { folder in
      let session = "sockplay 1\na> socket x tcp\nb> socket y tcp\n? x.state == CLOSED\n"
      try Data(session.utf8).write(to: folder.appending(path: "a.session"))
      return try concurrently(2) { index in
        let words = ["replay", "--json", "--role", ["a", "b"][index], "--sync", "unix:s", "a.session"]
        return try Program.run(words, folder: folder).output.split(separator: "\n").map(String.init)
      }
    }.flatMap(\.self)
    #expect(types(lines) == ["step", "elsewhere"])
    #expect(try problems(lines) == [])
  }

  @Test func checkPrintsTheSameStepsAsJSON() throws {
    let path = Documents.openSessions[0]
    // Two runs differ in what waits and in what happens by itself, but not in their steps.
    func steps(_ command: String) throws -> [String] {
      let ended = try Program.run([command, "--json", path], folder: Program.root)
      #expect(ended.code == 0 && ended.errors.isEmpty)
      return ended.output.split(separator: "\n").compactMap { line in
        ["step", "heading", "prose"].contains { line.hasPrefix(#"{"type":"\#($0)""#) }
          ? String(line.split(separator: #","counterpart":"#, maxSplits: 1)[0]) : nil
      }
    }
    let steps = (try steps("check"), try steps("replay"))
    #expect(steps.0 == steps.1 && steps.0.count > 5)
  }

  @Test func theOutputOfMessagesIsValid() throws {
    let lines = ["messages", "passing", "error-queue"].map {
      Program.root.appendingPathComponent("Tests/OracleTests/Sessions/\($0).session")
    }
    let output = try Scratch.folder { folder in
      try lines.map {
        try Program.run([
          "replay", "--json", "--allow", "files", "--allow", "unix", "--var", "folder=\(folder.path)", $0.path,
        ]).output
      }
    }
    let steps = output.joined().split(separator: "\n").map(String.init)
    #expect(try problems(steps) == [])
    let control =
      #""control":[{"level":"SOL_IP","type":"IP_TTL","value":"7","data":{"bytes":4,"literal":"\"\\a\\0\\0\\0\"","hex":"07000000"}}]"#
    #expect(steps.contains { $0.contains(control) })
    #expect(steps.contains { $0.contains(#""flags":["MSG_TRUNC"],"length":4}"#) })
    let message = steps.first { $0.contains(#""messages":["#) } ?? ""
    let wrong = [
      message.replacing(#""length":"#, with: #""len":"#), message.replacing(#""buffers":[{"#, with: #""buffers":[1,{"#),
    ]
    #expect(try problems(wrong).count == 2)
  }

  @Test func valuesAreValid() throws {
    let lines =
      OpeningLines.connected + [
        "handles", "state cli", "state srv", "tcpinfo cli", "options cli", "getsockopt cli SO_LINGER = 0", "fds",
        "fds 1", "interfaces", "routes", "sysctl tcp_r",
      ]
    let output = try Program.run(["--json", "--keep-going"], input: Array(lines.joined(separator: "\n").utf8)).output
    let steps = output.split(separator: "\n").map(String.init)
    #expect(try problems(steps) == [])
    let rows = steps.filter { $0.contains(#""values":[{"#) }
    let read = try #require(rows.first { $0.contains(#""command":"getsockopt"#) })
    let wrong = [
      read.replacing(#""on":false"#, with: #""on":"off""#), read.replacing(#""option":"#, with: #""name":"#),
      rows[0].replacing(#""left":0"#, with: #""left":"0""#),
    ]
    #expect(try problems(wrong).count == wrong.count)
  }

  @Test func theSchemaRefusesWhatIsNoStep() throws {
    let ended = try Program.run(["--json", "-e", "socket a tcp"])
    let line = ended.output.trimmingCharacters(in: .newlines)
    let wrong = [
      line.replacing("\"result\":", with: "\"outcome\":"), line.replacing("CLOSED", with: "SLEEPY"),
      line.replacing("\"fd\":3", with: "\"fd\":\"3\""), line.replacing("\"type\":\"step\"", with: "\"type\":\"stop\""),
      "{}",
    ]
    #expect(try problems([line]) == [])
    #expect(try problems(wrong).count == wrong.count)
  }

  private func types(_ lines: [String]) -> Set<String> {
    Set(lines.compactMap { $0.firstMatch(of: /^\{"type":"([a-z]+)"/).map { String($0.1) } })
  }

  /// Events, which no session can bring about at a moment of its choice.
  private func events() throws -> [String] {
    let file = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: file) }
    let descriptor = open(file.path, O_WRONLY)
    defer { close(descriptor) }
    let change = Change(
      name: "cli", before: Snapshot(state: .finWait1), after: Snapshot(state: .finWait2), descriptor: -1,
      kind: SocketKind(domain: .ipv4, type: .stream, transport: .tcp))
    let report = JSONReport(output: Output(descriptor: descriptor))
    report.take(.event(Event(change)))
    report.take(
      .returned(Exchange(call: Call("recv", .descriptor(5)), answer: Answer(result: 5)), began: 0, job: "conn"))
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// What is wrong with `lines`, by the schema: one text for each line that is not valid.
  private func problems(_ lines: [String]) throws -> [String] {
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      for line in sys.stdin:
          if not validator.is_valid(json.loads(line)):
              print("not valid:", line.strip())
      """
    let ended = try Program.run(
      ["-c", script, Documents.url("docs/step.schema.json").path], of: "/usr/bin/python3",
      // Of all lessons there are thousands of lines, and other tests want the cores, too.
      input: Array((lines.joined(separator: "\n") + "\n").utf8), limit: 600)
    try #require(ended.code == 0, "python3 with jsonschema (Debian's python3-jsonschema) is needed: \(ended.errors)")
    return ended.output.split(separator: "\n").map(String.init)
  }
}
