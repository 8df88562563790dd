import Foundation
import Runner
import SessionLanguage
import Support
import Testing
import Text

@testable import Reports

/// A session as a program.
@Suite(.waits) struct ProgramReportTests {
  /// What a program of `session` is in `language`.
  static func program(_ session: [String], _ language: String, reader: Language = .english) throws -> ProgramReport {
    let play = Play()
    let report = ProgramReport(
      try #require(ProgramLanguage.named(language)), source: "folder/some.session", table: play.table, reader: reader)
    for (index, line) in session.enumerated() {
      let statement = try Parser.parse(Array(line.utf8))
      switch statement.body {
      case .heading, .prose: report.take(.note(statement.body))
      default: report.take(.step(try play.session.run(statement, at: Place(source: "some.session", number: index + 1))))
      }
    }
    return report
  }

  private static let session = [
    "## Hello", "##ko 안녕", "# Two sockets,", "# and one port that the kernel chooses.", "#ko 소켓 두 개",
    "server> socket srv udp                 = fd [srv UNCONN]", "server> bind srv 127.0.0.1:0           = 0",
    "server> recvfrom srv 64 &              = blocks", "## A datagram", "client> socket cli-1 udp              = fd",
    #"client> sendto cli-1 "안녕\n\"?\"\0001" {srv} = 12"#, "server> wait srv                       = 12",
    "? srv.unread == 0", "client> connect cli-1 {srv} = 0", "server> close srv = 0",
    "client> send cli-1 fill:100 = 100",
    "client> recv cli-1 64                  = -1 ECONNREFUSED", "sleep 20ms",
  ]

  @Test(arguments: ["c", "python", "swift"]) func aProgramLooksLikeThat(language: String) throws {
    let report = try Self.program(Self.session, language)
    #expect(report.problems.map(\.diagnostic.label) == [])
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    try Golden.expect(report.text, at: folder.appendingPathComponent("Snapshots/program.\(language).txt"))
  }

  @Test func theReaderHasHerLanguage() throws {
    let text = try Self.program(Self.session, "c", reader: .korean).text
    #expect(text.contains(" * 안녕\n") && text.contains("소켓 두 개") && !text.contains("Two sockets"))
  }

  /// The process that runs the program, not the one that played the session.
  @Test(arguments: [("c", "getpid()"), ("python", "os.getpid()"), ("swift", "getpid()")])
  func selfIsTheProcessOfTheProgram(language: String, call: String) throws {
    let lines = ["socket a tcp = fd", "fcntl a F_SETOWN self = 0", "ioctl a SIOCSPGRP self = 0"]
    let text = try Self.program(lines, language).text
    #expect(text.ranges(of: call).count == 2, "\(text)")
  }

  /// The library of Debian 12 has no SO_PASSPIDFD.
  @Test func whatIsNewIsDefinedWhereItIsMissing() throws {
    let text = try Self.program(["socket a unix = fd", "setsockopt a SO_PASSPIDFD on = 0"], "c").text
    #expect(text.contains("\n#ifndef SO_PASSPIDFD\n#define SO_PASSPIDFD 76\n#endif\n"))
    try #expect(!Self.program(["socket a unix = fd", "setsockopt a SO_PASSCRED on = 0"], "c").text.contains("#ifndef"))
  }

  /// A second run finds no file of the first.
  @Test(arguments: [
    ("c", "    unlink(\"PATH\");\n\n    return 0;\n}\n"),
    ("python", "with contextlib.suppress(FileNotFoundError):\n    os.unlink(b\"PATH\")\n"),
    ("swift", "    unlink(\"PATH\")\n}\n"),
  ]) func theFilesOfSocketsAreTakenAway(language: String, end: String) throws {
    try Scratch.folder { folder in
      let path = "\(folder.path)/s"
      let text = try Self.program(
        ["socket a unix = fd", "bind a unix:\(path) = 0", "bind a unix:\(path) = -1 EINVAL", "close a = 0"], language
      ).text
      #expect(text.contains(end.replacing("PATH", with: path)), "\(text)")
      #expect(text.components(separatedBy: "unlink(").count == 2)
    }
  }

  @Test(arguments: ["python", "swift"]) func noLanguageIsTakenForC(language: String) throws {
    let problems = try Self.program(["socketpair a b = 0", "send a x = 1", "recvuntil b /x/ = 1"], language).problems
    #expect(problems.map(\.diagnostic.label) == ["an exported program has no regular expressions"])
  }

  /// What a program cannot do is a problem of its line; the lines after it have none because of that.
  @Test func whatHasNoEqualIsNamed() throws {
    let lines = [
      "socketpair a b = 0", "send a badptr len:10 = -1 EFAULT", "send a x = 1", "recvuntil b /x/ = 1",
      "socket l tcp = fd", "accept4 l x = -1 EINVAL",
    ]
    let c = try Self.program(lines, "c").problems.map { String(decoding: $0.line.prefix(12), as: UTF8.self) }
    #expect(c == ["recvuntil b "])
    let python = try Self.program(lines, "python").problems.map { String(decoding: $0.line.prefix(12), as: UTF8.self) }
    #expect(python == ["send a badpt", "recvuntil b ", "accept4 l x "])
    let swift = try Self.program(lines + ["sendmmsg a x y = 2"], "swift").problems.map(\.diagnostic.label)
    #expect(swift.count == 3 && swift.last == "Swift's Glibc has no sendmmsg")
  }

  @Test func aMessageIsWrittenWithItsBuffersAndDescriptors() throws {
    let lines = [
      "socketpair a b = 0", #"sendmsg a "he" "llo" SCM_RIGHTS:a = 5"#, #"recvmsg b 2 64 SCM_RIGHTS:c = 5 "hello""#,
      "close c = 0",
    ]
    let parts = [
      "c": [
        #".msg_iov = (struct iovec[]){{"he", 2}, {"llo", 3}}, .msg_iovlen = 2,"#,
        "add_control(&message, SOL_SOCKET, SCM_RIGHTS, (int[]){a}, sizeof(int));", "int c = passed(&message, 0);",
      ],
      "python": [
        #"a.sendmsg([b"he", b"llo"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", a.fileno()))])"#,
        "data, descriptors = recv_message(b, [2, 64], 1024)", "c = socket.socket(socket.AF_UNIX, ",
      ],
      "swift": [
        #"sendMessage(a, [Array("he".utf8), Array("llo".utf8)], nil, [(1, 1, bytes(of: [a]))], 0)"#,
        "receiveMessage(b, &buf, [2, 64], 1024, &passed, 0)", "let c = passed[0]",
      ],
    ]
    for (language, parts) in parts {
      let program = try Self.program(lines, language)
      #expect(program.problems.isEmpty)
      for part in parts { #expect(program.text.contains(part), "\(language): \(part)") }
    }
  }

  @Test func whatIsKnownBeforehandIsNamedBeforeAnythingRuns() {
    let text = "sockplay 1\n@isolated\n@host a 10.0.0.1\npeer echo\nsocket s tcp\ncable cut\n"
    let problems = ProgramProblem.all(in: SessionFile.read(Array(text.utf8)).file, source: "f.session")
    #expect(problems.map(\.place.number) == [3, 4, 6])
  }

  /// A program would bind what the port was when it was exported.
  @Test func aPathWithAPortThatTheKernelChoseIsRefused() throws {
    let lines = [
      "socket p udp = fd", "bind p 127.0.0.1:0 = 0", "socket x unix = fd", "bind x unix:@sockplay-twin-{p.port} = 0",
      "socket y unix-dgram = fd", "connect y {x} = -1 EPROTOTYPE",
    ]
    for language in ProgramLanguage.all {
      let problems = try Self.program(lines, language.name).problems
      #expect(problems.map(\.place.number) == [4] && problems[0].diagnostic.label.hasPrefix("its path names a port"))
    }
  }

  /// Also where the file has fewer.
  @Test func aFileIsSentWithTheCountThatTheLineGives() throws {
    let lines = ["socketpair a b = 0", "sendfile a /proc/self/stat 5000000000 7 = -1 EOVERFLOW"]
    for language in ProgramLanguage.all {
      let text = try Self.program(lines, language.name).text
      #expect(text.contains(/5000000000\}?\]?, 7\)/), "\(language.name)")
    }
  }

  @Test func pythonPollsNoDescriptorTwice() throws {
    let lines = ["socket a udp = fd", "poll a a 0 = *"]
    #expect(try Self.program(lines, "c").problems.isEmpty)
    #expect(try Self.program(lines, "python").problems.map(\.diagnostic.label) == ["Python polls no descriptor twice"])
  }

  @Test func longProgramsAreRefused() throws {
    let report = try Self.program(["socket a udp"] + Array(repeating: "getsockname a", count: 5001), "c")
    #expect(report.problems.count == 1)
  }
}
