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

  /// Each line and each call is told as it is reached, so that a long import can show how far it is.
  @Test func howFarItIsIsTold() throws {
    var told: [String] = []
    let text = "socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\nclose(3) = 0\n"
    let log = StraceLog(Array(text.utf8)) { told.append($0.text) }
    _ = try StraceImport(log).session(name: "log") { told.append($0.text) }
    #expect(
      told == ["line 1 of 2", "line 2 of 2", "call 0 of 2", "call 1 of 2", "laying out the session"])
  }

  /// It answers to where its clients were, so they must be there again.
  @Test func aServerOfUDPSaysWhereItsClientsMustBe() throws {
    let text = try session(
      """
      socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 3
      bind(3, {sa_family=AF_INET, sin_port=htons(17815), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
      recvfrom(3, "a", 100, 0, {sa_family=AF_INET, sin_port=htons(50617), sin_addr=inet_addr("127.0.0.1")}, [16]) = 1
      sendto(3, "A", 1, 0, {sa_family=AF_INET, sin_port=htons(50617), sin_addr=inet_addr("127.0.0.1")}, 16) = 1
      recvfrom(3, "b", 100, 0, {sa_family=AF_INET, sin_port=htons(46855), sin_addr=inet_addr("127.0.0.1")}, [16]) = 1
      sendto(3, "B", 1, 0, {sa_family=AF_INET, sin_port=htons(46855), sin_addr=inet_addr("127.0.0.1")}, 16) = 1
      close(3) = 0

      """)
    for line in [
      "# This is the server at {ADDRESS}: start its client while it waits.",
      "# Its clients must send from {ADDRESS2}, {ADDRESS3}.", "@let ADDRESS = 127.0.0.1:17815",
      "@let ADDRESS2 = 127.0.0.1:50617", "@let ADDRESS3 = 127.0.0.1:46855",
    ] {
      #expect(text.contains(line + "\n"), "\(text)")
    }
    #expect(
      text.contains(#/\nbind srv \{ADDRESS\} +=/#) && text.contains(#/\nsendto srv "B" \{ADDRESS3\} +=/#), "\(text)")
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
      ("prose\n", "line 1 of the log is not a line of strace"),
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

  private func lines(_ log: String) throws -> String { try session(log).replacing(#/ +/#, with: " ") }

  /// Only somebody who was there must be there again.
  @Test func aPeerThatWasNotThereIsNotNeeded() throws {
    func log(_ connect: String, _ more: String = "") -> String {
      """
      socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3
      connect(3, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("127.0.0.1")}, 16) = \(connect)
      \(more)close(3) = 0

      """
    }
    let refused = try lines(log("-1 ECONNREFUSED (Connection refused)"))
    #expect(refused.contains("connect cli {ADDRESS} = -1 ECONNREFUSED\n") && !refused.contains("@needs"))
    #expect(!refused.contains("a real server"))
    for found in [
      log("0"), log("-1 EINPROGRESS (Operation now in progress)"), log("-1 EINTR", "read(3, \"a\", 1) = 1\n"),
    ] {
      #expect(try lines(found).contains("\n@needs {ADDRESS}\n"))
    }
  }

  /// The calls of redis-server and of Python's asyncio.
  @Test func epollIsAsProgramsUseIt() throws {
    let text = try lines(
      """
      epoll_create(1024) = 3
      socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4
      epoll_ctl(3, EPOLL_CTL_ADD, 4, {events=EPOLLIN, data={u32=4, u64=4}}) = 0
      epoll_wait(3, [{events=EPOLLIN, data={u32=4, u64=4}}], 3, 0) = 1
      epoll_ctl(3, EPOLL_CTL_DEL, 4, 0x7ffd299825cc) = 0

      """)
    #expect(text.contains("epoll_create ep size:1024 = fd\n"))
    #expect(text.contains("epoll_wait ep 3 = 1..3 (timeout 0 in the log)\n"))
    #expect(text.contains("epoll_ctl ep EPOLL_CTL_DEL sock = 0\n") && !text.contains("Left out"), "\(text)")
  }

  @Test func aCallThatIsLeftOutIsWholeAndHasItsReason() throws {
    let text = try lines(
      "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3\nepoll_create1(0) = 4\nepoll_ctl(4, EPOLL_CTL_ADD, 3, 0x7ffd) = 0\n"
    )
    #expect(
      text.contains(
        "# Left out, line 3 of the log: epoll_ctl(4, EPOLL_CTL_ADD, 3, 0x7ffd): 0x7ffd has no value here\n"),
      "\(text)")
  }

  /// Of several that were ready at once, one may be later when the session is played.
  @Test(arguments: [
    ("[3 4], [3], NULL, NULL) = 2 (in [4], out [3])", "r:pair r:pair2 w:pair = 1..3 w:pair\n"),
    ("[3 4], NULL, NULL, NULL) = 2 (in [3 4])", "r:pair r:pair2 = 1..2\n"),
    ("[3 4], NULL, NULL, NULL) = 1 (in [4])", "r:pair r:pair2 = 1..2 r:pair2\n"),
  ]) func onlyWhatCanBeReliedOnIsExpected(call: String, line: String) throws {
    let text = try lines("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\nselect(5, \(call)\n")
    #expect(text.contains("select \(line)"), "\(text)")
  }

  /// A descriptor of a file, or of the terminal, is none of the session.
  @Test func aDescriptorThatIsNoSocketIsNotSent() throws {
    let text = try lines(
      """
      socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0
      sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x", iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[1]}], msg_controllen=24, msg_flags=0}, 0) = 1

      """)
    #expect(
      text.contains("sendmsg pair \"x\" = 1 (without SCM_RIGHTS:1, which is no socket of this session)\n"), "\(text)")
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
