import Foundation
import Support
import Testing

/// The sessions for outside peers, and the lessons with a partner, against programs that know nothing of sockplay.
@Suite(.waits) struct PeersTests {
  private static let sessions = Program.root.appendingPathComponent("Sessions/peers")
  private static let scripts = Program.root.appendingPathComponent("Tests/OracleTests/Peers")

  private func check(_ name: String, port: Int, options: [String] = []) throws {
    let ended = try Program.run(
      ["check", "--var", "ADDRESS=127.0.0.1:\(port)"] + options + [Self.sessions.appendingPathComponent(name).path])
    #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
  }

  // MARK: sockplay is the client

  @Test func pythonServesOurClient() throws {
    let server = try Peer("python3", [Self.scripts.appendingPathComponent("server.py").path])
    try check("echo-client.session", port: server.port(behind: ""))
    #expect(try server.end().code == 0)
  }

  @Test func ncatServesOurClient() throws {
    let server = try Peer("ncat", ["-l", "127.0.0.1", "0", "--exec", "/bin/cat"])
    try check("echo-client.session", port: server.listeningPort())
    #expect(try server.end().code == 0)
  }

  @Test func socatServesOurClient() throws {
    let server = try Peer("socat", ["-d", "-d", "TCP-LISTEN:0,bind=127.0.0.1", "EXEC:/bin/cat"])
    try check("echo-client.session", port: server.port(behind: "listening on AF=2 127.0.0.1:"))
    #expect(try server.end().code == 0)
  }

  @Test func pythonsWebServerAnswersWhatIsTypedByHand() throws {
    try Scratch.folder { folder in
      try Data("<p>Hello</p>\n".utf8).write(to: folder.appendingPathComponent("index.html"))
      let server = try Peer(
        "python3", ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder.path])
      try check("14-http-get.session", port: server.port(behind: "Serving HTTP on 127.0.0.1 port "))
    }
  }

  @Test func headAndBodyOfPythonsWebServerAreReceivedApart() throws {
    try Scratch.folder { folder in
      try Data("<p>Hello</p>\n".utf8).write(to: folder.appendingPathComponent("index.html"))
      let server = try Peer(
        "python3", ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder.path])
      try check("14-http-in-parts.session", port: server.port(behind: "Serving HTTP on 127.0.0.1 port "))
    }
  }

  /// All that sendall sent is counted by Python, and its answer is received line by line though it comes in pieces.
  @Test func pythonCountsWhatWasSent() throws {
    let server = try Peer("python3", [Self.scripts.appendingPathComponent("counter.py").path])
    let lines = [
      "socket cli tcp", "connect cli 127.0.0.1:\(try server.port(behind: ""))", "sendall cli fill:3M = 3145728",
      "shutdown cli wr",
      #"recvuntil cli "\r\n" = 15 "count 3145728\r\n" mark"#, #"recvuntil cli "\r\n" = 17 "total 377487360\r\n" mark"#,
      #"recvuntil cli "\r\n" = 2 "\r\n" mark"#, #"recvall cli = 15 "body to the end" EOF"#,
    ]
    let ended = try Program.run(lines.flatMap { ["-e", $0] })
    #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
    #expect(try server.end().code == 0)
  }

  // MARK: Lessons

  /// Servers of Python's socket module instead of the partners that a lesson starts.
  @Test(arguments: [
    ("08-echo", [("ADDRESS", "echo")]),
    ("09-a-thread-for-each-client", [("ADDRESS", "echo"), ("THREADS", "echo-threads")]),
    ("11-tcp-time", [("ADDRESS", "time")]), ("12-udp-time", [("ADDRESS", "time-udp")]),
  ])
  func aLessonWithPythonsServers(name: String, variables: [(String, String)]) throws {
    var servers: [Peer] = [], options: [String] = []
    for (variable, kind) in variables {
      let server = try Peer("python3", [Self.scripts.appendingPathComponent("lessons.py").path, kind])
      options += ["--var", "\(variable)=127.0.0.1:\(try server.port(behind: ""))"]
      servers.append(server)
    }
    let ended = try Program.run(["check"] + options + ["Sessions/\(name).session"], folder: Program.root)
    #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
    for server in servers { server.stop() }
  }

  @Test func theLessonOnHTTPWithPythonsWebServer() throws {
    try Scratch.folder { folder in
      let server = try Peer(
        "python3", ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder.path])
      let port = try server.port(behind: "Serving HTTP on 127.0.0.1 port ")
      let path = "Sessions/14-http-by-hand.session"
      let ended = try Program.run(["check", "--var", "ADDRESS=127.0.0.1:\(port)", path], folder: Program.root)
      #expect(ended.code == 0, "\(ended.output)\(ended.errors)")
    }
  }

  // MARK: sockplay is the server

  private static let greeting = "Hello from outside, 안녕"

  /// Plays the echo server on a port of the kernel's choice, and CLIENT against it.
  private func serve(_ client: (Int) throws -> Peer, _ talk: (Peer) throws -> String) throws {
    let path = Self.sessions.appendingPathComponent("echo-server.session").path
    let server = try Driven(["replay", "--json", "--var", "practice=0", "--var", "text=\(Self.greeting)", path])
    repeat { _ = try server.nextStep() } while server.handles["srv"]?.state != "LISTEN"
    let port = try #require(server.handles["srv"]?.local?.split(separator: ":").last.flatMap { Int($0) })
    let peer = try client(port)
    #expect(try talk(peer) == Self.greeting)
    #expect(try server.end() == 0)
  }

  @Test func ourServerServesPython() throws {
    try serve({ try Peer("python3", [Self.scripts.appendingPathComponent("client.py").path, "\($0)", Self.greeting]) })
    { client in
      let ended = try client.end()
      #expect(ended.code == 0)
      return String(ended.text.dropLast())
    }
  }

  @Test(arguments: [("ncat", ["127.0.0.1"], " "), ("socat", ["-", "TCP:127.0.0.1"], ":")])
  func ourServerServes(program: String, arguments: [String], separator: String) throws {
    let client = { (port: Int) in
      try Peer(program, separator == ":" ? [arguments[0], "\(arguments[1]):\(port)"] : arguments + ["\(port)"])
    }
    try serve(client) { client in
      try client.type(Self.greeting)
      try client.endInput()
      return try client.end().text
    }
  }

  // MARK: Lines typed one by one

  @Test func aGETIsTypedByHandLineByLine() throws {
    try Scratch.folder { folder in
      try Data("<p>Hello</p>\n".utf8).write(to: folder.appendingPathComponent("index.html"))
      let server = try Peer(
        "python3", ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder.path])
      let port = try server.port(behind: "Serving HTTP on 127.0.0.1 port ")
      let driven = try Driven()
      try driven.run("@timeout 20s")
      try driven.run("socket cli tcp")
      try driven.run("connect cli 127.0.0.1:\(port)")
      try driven.run(#"send cli "GET /index.html HTTP/1.0\r\n""#)
      try driven.run(#"send cli "\r\n""#)
      try driven.run(#"recv cli 64K MSG_WAITALL = * /^HTTP\/1\.0 200 OK\r\n/"#)
      try driven.run("recv cli 10 = 0 EOF [cli CLOSE_WAIT]")
      #expect(try driven.end() == 0)
    }
  }
}
