import Foundation
import SessionLanguage
import Support
import Testing

@testable import Imports

/// Sessions of logs that strace has written on loopback.
@Suite struct StraceImportTests {
  static let folder = Program.root.appendingPathComponent("Tests/ImportsTests")

  static func log(_ name: String) throws -> StraceLog {
    StraceLog(Array(try Data(contentsOf: folder.appendingPathComponent("Logs/\(name).log"))))
  }

  private func session(_ text: String, pid: Int? = nil) throws -> String {
    String(decoding: try StraceImport(StraceLog(Array(text.utf8)), pid: pid).session(name: "log"), as: UTF8.self)
  }

  /// curl, redis-cli and ncat as clients; ncat, http.server, a threaded and a forking server; both sides in one; and what
  /// the options of strace add.
  @Test(arguments: [
    "curl", "redis-cli", "ncat", "ncat-listen", "http-server", "threads", "fork", "both-sides", "forms",
  ]) func aLogIsASession(name: String) throws {
    let text = try StraceImport(Self.log(name)).session(name: "\(name).log")
    try Golden.expect(
      String(decoding: text, as: UTF8.self), at: Self.folder.appendingPathComponent("Snapshots/\(name).session"))
    let (file, problems) = SessionFile.read(text)
    #expect(problems.isEmpty && file.laidOut().text == text)
  }

  @Test func dataThatWereNotLoggedAreNotMadeUp() throws {
    let log = try Self.log("short")
    #expect {
      _ = try StraceImport(log).session(name: "short.log")
    } throws: {
      let problem = $0 as? ImportProblem
      return problem?.line == 17
        && problem?.diagnostic.title == "line 17 of the log has only the beginning of what it sends"
    }
  }

  @Test func filesThatAreSentAreNotMadeUp() {
    #expect {
      try session("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\nsendfile(3, 5, NULL, 9) = 9\n")
    } throws: { ($0 as? ImportProblem)?.line == 2 }
  }

  /// Two programs in one log are two sides.
  @Test func aProcessIsChosen() throws {
    let log = """
      1 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3
      2 socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) = 3
      2 sendto(3, "a", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = 1
      2 close(3) = 0
      1 close(3) = 0
      """
    #expect(try session(log).contains("sendto cli \"a\" {ADDRESS}"))
    #expect(try session(log).contains("# Other processes with sockets: 1 (2 calls). --pid N takes one."))
    #expect(try session(log, pid: 1).contains("socket sock AF_INET SOCK_STREAM IPPROTO_TCP"))
    #expect {
      try session(log, pid: 7)
    } throws: { ($0 as? ImportProblem)?.diagnostic.notes.map(\.text) == ["these do: 1, 2"] }
  }

  @Test func aLogWithoutSocketsSaysSo() {
    for (text, title) in [
      ("close(3) = 0\n", "no socket is made in this log"), ("", "no socket is made in this log"),
      ("prose\n", "line 1 of the log is no strace line"),
    ] {
      #expect { try session(text) } throws: { ($0 as? ImportProblem)?.diagnostic.title == title }
    }
  }

  /// A receive that got a part of what had come got that many because of the moment: its length says so.
  @Test func aPartOfAStreamIsAskedForByItsLength() throws {
    let text = try session(
      """
      socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0
      sendto(3, "abcdef", 6, 0, NULL, 0) = 6
      recvfrom(4, "ab", 100, 0, NULL, NULL) = 2
      recvfrom(4, "cdef", 100, 0, NULL, NULL) = 4
      sendto(3, "123456", 6, 0, NULL, 0) = 4

      """)
    let lines = text.replacing(#/ +/#, with: " ")
    #expect(lines.contains("recv pair2 2 = 2 \"ab\" (length 100 in the log)\n"))
    #expect(lines.contains("recv pair2 100 = 4 \"cdef\"\n"))
    #expect(lines.contains("send pair \"1234\" = 4 (length 6 in the log)\n"))
  }

  /// A line that no session can have is prose, and those that need it are, too.
  @Test func whatCannotBeALineIsTold() throws {
    let text = try session(
      "1 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3\n1 ioctl(3, SIOCSOMETHING, 0x7ffe) = 0\n1 setsockopt(3, SOL_TCP, 0x63, 0x7f, 4) = 0\n"
    )
    #expect(text.contains("# Left out"))
    #expect(SessionFile.read(Array(text.utf8)).problems.isEmpty)
  }

  /// What a path or data of the log hold is no part of the session's language.
  @Test(arguments: [
    "/tmp/a b", "/tmp/a = 0", "/tmp/a &", "/tmp/a -> {x}", "/tmp/{cli.port}", "/tmp/a\\n@needs root", "@x [cli LISTEN]",
  ]) func aPathIsOnlyAPath(path: String) throws {
    let text = try session(
      """
      socket(AF_UNIX, SOCK_STREAM, 0) = 3
      connect(3, {sa_family=AF_UNIX, sun_path="\(path)"}, 110) = 0
      sendto(3, "\\n@let x = 1\\nrun sh", 18, 0, NULL, 0) = 18

      """)
    let (file, problems) = SessionFile.read(Array(text.utf8))
    #expect(problems.isEmpty, "\(text)")
    for index in 0..<file.count {
      guard let command = file.statement(index).command else { continue }
      #expect(["socket", "connect", "send"].contains(command.name) && !command.inBackground)
      #expect(command.expectation?.states.isEmpty ?? true && command.expectation?.capture == nil)
    }
    #expect(!text.contains("\n@needs root") && !text.contains("\nrun"))
  }

  /// A name of the log is shown, and nothing in it is a line of its own.
  @Test func theNameOfALogIsOnlyAName() throws {
    let log = StraceLog(Array("1 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3\n".utf8))
    let text = String(decoding: try StraceImport(log).session(name: "a\nrun sh\u{1b}[2J"), as: UTF8.self)
    #expect(text.contains(#""a\nrun sh\e[2J""#) && !text.contains("\nrun sh"))
  }
}
