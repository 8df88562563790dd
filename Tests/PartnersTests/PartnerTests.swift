import Foundation
import Partners
import Support
import Testing

/// The servers to practise with, from a session and from the command line.
@Suite(.waits) struct PartnerTests {
  /// The examples of each kind hold.
  @Test(arguments: Partner.all.map(\.kind)) func theExamplesOfAKindHold(kind: String) throws {
    let partner = try #require(Partner.named(kind))
    let start: [String] =
      switch partner.argument {
      case .folder?: ["peer \(kind) / srv"]
      case .address?: ["peer echo", "peer \(kind) {echo} srv"]
      case nil: ["peer \(kind) srv"]
      }
    let text = (["sockplay 1"] + start + partner.examples).joined(separator: "\n") + "\n"
    let ended = try Program.run(["check", "/dev/stdin"], input: Array(text.utf8))
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// The files of a folder, and nothing outside it.
  @Test func httpServesAFolderOnly() throws {
    try Scratch.folder { folder in
      let site = folder.appendingPathComponent("site")
      try FileManager.default.createDirectory(at: site, withIntermediateDirectories: false)
      try Data("<p>hi</p>".utf8).write(to: site.appendingPathComponent("index.html"))
      try Data("secret".utf8).write(to: folder.appendingPathComponent("secret.txt"))
      try FileManager.default.createSymbolicLink(
        at: site.appendingPathComponent("link"), withDestinationURL: folder.appendingPathComponent("secret.txt"))
      mkfifo(site.appendingPathComponent("fifo").path, 0o600)
      let requests = [
        ("GET / HTTP/1.1", "HTTP/1.1 200 OK"), ("HEAD /index.html HTTP/1.0", "HTTP/1.1 200 OK"),
        ("GET /link HTTP/1.1", "HTTP/1.1 404 Not Found"), ("GET /../secret.txt HTTP/1.1", "HTTP/1.1 404 Not Found"),
        ("GET /fifo HTTP/1.1", "HTTP/1.1 404 Not Found"), ("GET /none HTTP/1.1", "HTTP/1.1 404 Not Found"),
        ("POST / HTTP/1.1", "HTTP/1.1 400 Bad Request"), ("GET / HTTP/3", "HTTP/1.1 400 Bad Request"),
        ("nonsense", "HTTP/1.1 400 Bad Request"),
      ]
      var lines = ["sockplay 1", "peer http site"]
      for (number, (request, answer)) in requests.enumerated() {
        lines += [
          "socket c\(number) tcp", "connect c\(number) {http}", "sendall c\(number) \"\(request)\\r\\n\\r\\n\"",
          "recvuntil c\(number) \"\\r\\n\" = * \"\(answer)\\r\\n\"",
        ]
      }
      lines += ["recvuntil c0 \"\\r\\n\\r\\n\"", "recvall c0 9 = 9 \"<p>hi</p>\"", "recv c0 = 0"]
      lines += ["recvuntil c1 \"\\r\\n\\r\\n\"", "recv c1 = 0"]
      let text = lines.joined(separator: "\n") + "\n"
      let ended = try Program.run(["check", "/dev/stdin"], input: Array(text.utf8), folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
    }
  }

  /// A folder without index.html is listed; names that begin with a dot are left out, and no name is taken for HTML.
  @Test func httpListsAFolder() throws {
    try Scratch.folder { folder in
      for name in ["a<b.txt", ".hidden"] { try Data().write(to: folder.appendingPathComponent(name)) }
      let lines = [
        "sockplay 1", "peer http .", "socket c tcp", "connect c {http}", #"sendall c "GET / HTTP/1.0\r\n\r\n""#,
        #"recvuntil c "\r\n" = * "HTTP/1.1 200 OK\r\n""#, #"recvuntil c "\r\n\r\n""#,
        #"recvall c = * "<!DOCTYPE html>\n<ul>\n<li>a&lt;b.txt</li>\n</ul>\n""#,
      ]
      let ended = try Program.run(
        ["check", "/dev/stdin"], input: Array((lines.joined(separator: "\n") + "\n").utf8), folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
    }
  }

  /// What it does is said in the reader's language.
  @Test func itSpeaksKorean() throws {
    let lines = ["peer echo", "socket c tcp", "connect c {echo}", "send c \"hi\"", "recv c", "close c", "sleep 200ms"]
    let ended = try Program.run(["--lang", "ko"] + lines.flatMap { ["-e", $0] })
    for text in ["이제부터 {echo}입니다", ": 연결됨", ": 2바이트 돌려보냄: \"hi\"", ": 데이터 끝", ": 닫음"] {
      #expect(ended.output.contains(text), "\(text) in \(ended.output)")
    }
  }

  /// One side is reset, the other says nothing: both of forward's connections end, with RST.
  @Test(arguments: [true, false]) func forwardPassesAResetOn(isOfTheClient: Bool) throws {
    let (one, other) = isOfTheClient ? ("c", "a") : ("a", "c")
    let lines = [
      "sockplay 1", "socket l tcp", "bind l 127.0.0.1:0", "listen l 5", "peer forward {l} srv", "socket c tcp",
      "connect c {srv}", "accept l a", "send c \"hi\"", "recv a = 2 \"hi\"", "reset \(one)",
      "? \(other).state == CLOSED within 9s", "send \(other) x MSG_NOSIGNAL = -1",
    ]
    let ended = try Program.run(["check", "/dev/stdin"], input: Array((lines.joined(separator: "\n") + "\n").utf8))
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// Nobody takes what is passed on, so that forward waits for room when the sender is reset.
  @Test func forwardHearsAResetWhileItWaitsForRoom() throws {
    let lines = [
      "sockplay 1", "socket l tcp", "setsockopt l SO_RCVBUF 4K", "bind l 127.0.0.1:0", "listen l 5",
      "peer forward {l} srv", "socket c tcp", "connect c {srv}", "accept l a", "nonblock c on", "repeat 40",
      "send c fill:1M = *", "sleep 10ms", "end", "reset c", "? a.state == CLOSED within 9s",
    ]
    let ended = try Program.run(["check", "/dev/stdin"], input: Array((lines.joined(separator: "\n") + "\n").utf8))
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func whatItSaysIsShownBetweenSteps() throws {
    let lines = [
      "peer echo srv", "socket c tcp", "connect c {srv}", "send c \"hi\"", "recv c", "close c", "sleep 200ms", "peer",
    ]
    let ended = try Program.run(lines.flatMap { ["-e", $0] })
    #expect(ended.code == 0)
    for text in [": connected", ": echoes 2 bytes: \"hi\"", ": end of data", ": closed"] {
      #expect(ended.output.contains(/srv\| 127\.0\.0\.1:\d+/) && ended.output.contains(text), "\(ended.output)")
    }
    let json = try Program.run(["--json"] + lines.flatMap { ["-e", $0] })
    #expect(json.output.contains(#"{"type":"output","server":"srv","line":"127.0.0.1:"#))
  }

  @Test(arguments: [
    ("peer ech", "error: unknown kind of server: ech"), ("peer http", "error: DIR is missing"),
    ("peer forward 10.0.0.1:80", "is beyond loopback"), ("peer echo 10.0.0.1:80", "other machines could connect"),
    ("peer echo unix:/tmp/x", "a server to practise with has an IPv4 or IPv6 address"),
    ("peer off nobody", "error: unknown server: nobody"), ("peer echo a 127.0.0.1:0 more", "error: too many words"),
    ("peer echo 127.0.0.1:1", "bind(127.0.0.1:1): EACCES"),
  ]) func aWrongLineSaysWhatIsRight(line: String, error: String) throws {
    if line.hasSuffix(":1"), geteuid() == 0 { return }
    let ended = try Program.run(["check", "/dev/stdin"], input: Array("sockplay 1\n\(line)\n".utf8))
    #expect([2, 3].contains(ended.code) && ended.errors.contains(error), "\(ended.code) \(ended.errors)")
  }

  /// A session that is killed takes its servers with it.
  @Test func noServerOutlivesItsSession() throws {
    let output = PrivatePipe()
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: Program.sockplay)
    shell.arguments = ["--json", "-e", "peer echo", "-e", "sleep 60s"]
    shell.standardOutput = output.writing
    try shell.start()
    try output.writing.close()
    let first = String(decoding: output.reading.availableData, as: UTF8.self)
    let pid = try #require(first.firstMatch(of: /"pid":(\d+)/).flatMap { pid_t($0.1) }, "\(first)")
    #expect(kill(pid, 0) == 0)
    kill(shell.processIdentifier, SIGKILL)
    shell.end()
    for _ in 0..<6000 where isThere(pid) { usleep(10_000) }
    #expect(!isThere(pid))
  }

  /// Whether the process runs; one that nobody has waited for is a zombie.
  private func isThere(_ pid: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return !status.contains(") Z ")
  }
}
