import Commands
import Foundation
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@testable import Reports

@Suite(.waits) struct RecorderTests {
  /// What is recorded of Scene.connected.
  private static let openingRecorded = [
    "socket srv tcp = fd [srv CLOSED]", "bind srv 127.0.0.1:0 = 0 [srv BOUND]", "listen srv 5 = 0 [srv LISTEN]",
    "socket cli tcp = fd [cli CLOSED]",
    "connect cli {srv} = 0 [cli ESTABLISHED]", "accept srv conn = fd [conn ESTABLISHED]",
  ]

  /// A call in the background may have returned long before the line that is recorded for it.
  @Test func aStateThatHasPassedSinceIsNotWritten() throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true)
      for line in OpeningLines.connecting { try play.run(line) }
      let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
      let step = try play.run("accept srv conn")
      try recorder.record(step)
      try play.run("shutdown cli wr")
      try recorder.record(step)
      let lines = try String(contentsOfFile: recorder.path, encoding: .utf8).split(separator: "\n")
      #expect(
        lines.dropFirst().map { $0.hasSuffix("[conn ESTABLISHED]") } == [true, false] && lines[2].hasSuffix("= fd"))
    }
  }

  @Test func resultsDataAndStatesAreWritten() throws {
    #expect(
      try recorded(
        OpeningLines.connected + [
          "send cli \"ping\\r\\n\"", "recv conn", "recv conn 1 MSG_DONTWAIT", "bind srv 127.0.0.1:0",
          "shutdown cli rdwr", "recv conn",
        ]
      ).dropLast(2) == Self.openingRecorded + [
        "send cli \"ping\\r\\n\" = 6", "recv conn = 6 \"ping\\r\\n\"", "recv conn 1 MSG_DONTWAIT = -1 EAGAIN",
        "bind srv 127.0.0.1:0 = -1 EINVAL",
      ])
  }

  /// This process has another number when the line is played.
  @Test func aResultThatVariesIsLeftOpen() throws {
    #expect(
      try recorded(["socket a udp", "fcntl a F_SETOWN self", "fcntl a F_GETOWN", "fcntl a F_GETFL"]).dropFirst() == [
        "fcntl a F_SETOWN self = 0", "fcntl a F_GETOWN = * self", "fcntl a F_GETFL = 2 O_RDWR",
      ])
  }

  /// Each call that sends may take less than it was given, and how much that is varies.
  @Test(arguments: ["send cli fill:2M", "write cli fill:2M", "writev cli fill:1M fill:1M", "sendmsg cli fill:2M"])
  func howMuchOfALongSendWentIsLeftOpen(line: String) throws {
    let small = ["setsockopt cli SO_SNDBUF 4096", "nonblock cli on"]
    #expect(try recorded(OpeningLines.connected + small + [line]).last == "\(line) = 1..2097152")
  }

  /// The line that waited for a call is the one whose time was up; the call of `fg` returned because of that.
  @Test func aWaitWhoseTimeIsUpIsWrittenAsATimeout() throws {
    let lines = [
      "socketpair a b", "recv a 9 &", "@timeout 50ms", "wait a", "fg a", "recv b 9 &", "wait b = timeout within 30ms",
    ]
    #expect(
      try recorded(lines, isInteractive: false).suffix(6) == [
        "recv a 9 & = blocks", "@timeout 50ms", "wait a = timeout", "fg a = timeout", "recv b 9 & = blocks",
        "wait b = timeout within 30ms",
      ])
  }

  @Test func aTimeoutThatWasSetBeforeIsWritten() throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("r").path
      _ = try Recorder(path: path, table: HandleTable(kernel: ScriptedKernel()), timeout: 60)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "sockplay 1\n@timeout 60ms\n")
    }
  }

  @Test func portsInDataAreWrittenByName() throws {
    let recorded = try recorded(
      OpeningLines.connected + [
        #"send cli "GET / HTTP/1.1\r\nHost: 127.0.0.1:{srv.port}\r\n\r\n""#, "recv conn", "let port {cli.port}",
        #"sendmsg conn "{port}" ";123456" MSG_NOSIGNAL"#, "recv cli",
      ])
    #expect(
      recorded.suffix(5) == [
        #"send cli "GET / HTTP/1.1\r\nHost: 127.0.0.1:{srv.port}\r\n\r\n" = 41"#,
        #"recv conn = 41 "GET / HTTP/1.1\r\nHost: 127.0.0.1:{srv.port}\r\n\r\n""#, "let port {cli.port}",
        #"sendmsg conn "{port}" ";123456" MSG_NOSIGNAL = 12"#, #"recv cli = 12 "{cli.port};123456""#,
      ])
  }

  @Test func portsThatWereTypedFromTheScreenAreWrittenByName() throws {
    let play = Play()
    for line in ["socket a udp", "bind a 127.0.0.1:0"] { try play.run(line) }
    let port = try #require(play.table.all.first?.endpoints.local).port
    #expect(
      RecordedLine.typed(data: "\"Host: 127.0.0.1:\(port)\\r\\n1\(port)\"", play.table)
        == "\"Host: 127.0.0.1:{a.port}\\r\\n1{a.port}\"")
    for text in ["hex:\(port)0", "@\(port)", "fill:\(port)", "rep:\(port):x"] {
      #expect(RecordedLine.typed(data: text, play.table) == text)
    }
  }

  @Test func messagesAreWrittenWithAllThatComesAgain() throws {
    let recorded = try recorded([
      "socket srv udp", "bind srv 127.0.0.1:0", "setsockopt srv SO_TIMESTAMP on", "setsockopt srv IP_RECVTTL on",
      "socket cli udp",
      #"sendmsg cli "he" "llo" to {srv} IP_TTL:5"#, "recvmsg srv 2 64", #"sendmmsg cli "one" "" to {srv}"#,
      "recvmmsg srv 5 2 MSG_WAITFORONE",
      "recvmsg srv MSG_DONTWAIT",
    ])
    #expect(
      recorded.suffix(5) == [
        #"sendmsg cli "he" "llo" to {srv} IP_TTL:5 = 5 [cli BOUND]"#,
        #"recvmsg srv 2 64 = 5 "hello" SO_TIMESTAMP:* IP_TTL:5 from {cli}"#,
        #"sendmmsg cli "one" "" to {srv} = 2"#,
        #"recvmmsg srv 5 2 MSG_WAITFORONE = 2 "on" "" 1.from:cli 1.SO_TIMESTAMP:* 1.IP_TTL:64 1.msg_flags:MSG_TRUNC 2.from:cli "#
          + #"2.SO_TIMESTAMP:* 2.IP_TTL:64 from {cli}"#,
        "recvmsg srv MSG_DONTWAIT = -1 EAGAIN",
      ])
  }

  @Test func descriptorsThatComeAreWrittenByName() throws {
    let name = "sockplay-\(UInt64.random(in: 0...UInt64.max))"
    let recorded = try recorded([
      "socket l unix", "bind l unix:@\(name)-{l.fd}", "listen l 5", "socket a unix", "connect a {l}", "accept l b",
      "setsockopt b SO_PASSCRED on",
      "sendmsg a x SCM_RIGHTS:l,a", "recvmsg b 8", "sendmsg a y SCM_RIGHTS:l,a",
      "recvmsg b 8 SCM_RIGHTS:one MSG_DONTWAIT",
      "recvmsg b 8 SCM_RIGHTS:two &", "sendmsg a z SCM_RIGHTS:l", "wait two", "close a",
    ])
    #expect(
      recorded.suffix(8) == [
        "sendmsg a x SCM_RIGHTS:l,a = 1",
        #"recvmsg b 8 SCM_RIGHTS:s1,s2 = 1 "x" SCM_CREDENTIALS:* SCM_RIGHTS:s1,s2 [s1 LISTEN, s2 ESTABLISHED]"#,
        "sendmsg a y SCM_RIGHTS:l,a = 1",
        #"recvmsg b 8 MSG_DONTWAIT SCM_RIGHTS:one,s3 = 1 "y" SCM_CREDENTIALS:* SCM_RIGHTS:one,s3 [one LISTEN, s3 ESTABLISHED]"#,
        "recvmsg b 8 SCM_RIGHTS:two & = blocks", "sendmsg a z SCM_RIGHTS:l = 1",
        #"wait two = 1 "z" SCM_CREDENTIALS:* SCM_RIGHTS:two [two LISTEN]"#, "close a = 0",
      ])
  }

  @Test func aPortThatTheKernelChoseIsWrittenByName() throws {
    let play = Play(isInteractive: true)
    for line in ["socket srv udp", "bind srv 127.0.0.1:0", "socket cli udp"] { try play.run(line) }
    let port = play.table.find("srv")!.endpoints.local!.port
    for (typed, written) in [
      ("sendto cli x 127.0.0.1:\(port)", "sendto cli x {srv}"), ("connect cli localhost:\(port)", "connect cli {srv}"),
      ("connect cli [::ffff:127.0.0.1]:\(port)", "connect cli [::ffff:127.0.0.1]:{srv.port}"),
    ] {
      let line = try #require(try RecordedLine.text(play.run(typed), in: play.table))
      #expect(String(decoding: line, as: UTF8.self).hasPrefix(written + " "), "\(typed)")
    }
  }

  @Test func anAbstractNameThatTheKernelChoseIsWrittenByName() throws {
    let play = Play(isInteractive: true)
    for line in ["socket a unix-dgram", "bind a unix:", "socket b unix-dgram"] { try play.run(line) }
    let name = try #require(play.table.find("a")!.endpoints.local?.description)
    let line = try #require(try RecordedLine.text(play.run("sendto b x \(name)"), in: play.table))
    #expect(String(decoding: line, as: UTF8.self).hasPrefix("sendto b x {a} "))
  }

  @Test func aStateThatPassesIsNotInsistedOn() throws {
    let passing = Samples.step(
      "client> close cli", [Samples.done(Call("close", .descriptor(4)), 0)],
      [
        Samples.change("cli", Samples.seen(.established), Samples.seen(.finWait1)),
        Samples.change("conn", Samples.seen(.established), Samples.seen(.closeWait)),
      ])
    let line = try #require(RecordedLine.text(passing, in: HandleTable(kernel: ScriptedKernel())))
    #expect(
      String(decoding: line, as: UTF8.self)
        == "client> close cli                            = 0                   [conn CLOSE_WAIT]\n")
  }

  @Test func longDataAreWrittenAsTheirBeginning() throws {
    let lines = try recorded([
      "socket a udp", "bind a 127.0.0.1:0", "sendto a fill:2000 {a}", "recv a 2000", "sendto a fill:1024 {a}",
      "recv a 2000",
      "sendto a \"\\x00\\e[2J{\\\"}\" {a}", "recvfrom a",
    ])
    #expect(lines[3] == "recv a 2000 = 2000 \"" + String(repeating: "x", count: 1024) + "\"...")
    #expect(lines[5].hasSuffix("x\""))
    #expect(lines[7] == #"recvfrom a = 8 "\0\e[2J\{\"}" from {a}"#)
  }

  @Test func datagramSocketsAreClosedAsTheyWillBe() throws {
    #expect(
      try recorded(["socket a udp", "close a", "socket b udp", "bind b 127.0.0.1:0", "close b"]).filter {
        $0.hasPrefix("close")
      } == [
        "close a = 0 [a CLOSED]", "close b = 0 [b CLOSED]",
      ])
  }

  @Test func callsInTheBackgroundAreWritten() throws {
    let lines = try recorded([
      "socket a udp", "bind a 127.0.0.1:0", "recv a &", "sendto a x {a}", "wait a", "recv a 5 &", "cancel a",
      "recv a 6 &",
      "sendto a y {a}", "fg",
    ])
    #expect(
      Array(lines[2...]) == [
        "recv a & = blocks", "sendto a x {a} = 1", "wait a = 1 \"x\"", "recv a 5 & = blocks", "cancel a = -1 EINTR",
        "recv a 6 & = blocks",
        "sendto a y {a} = 1", "wait a = 1 \"y\"",
      ])
  }

  @Test func whatDidNothingOrWasRefusedIsLeftOut() throws {
    let lines = try recorded([
      "socket a tcp", "bnd a", "close nobody", "bind a x", "help", "jobs", "role x", "let v 5", "? a.fd > 2",
      "? a.fd < 2 within 1ms",
      "close a = 7",
    ])
    #expect(
      lines.filter { !["help", "jobs"].contains($0) } == [
        "socket a tcp = fd [a CLOSED]", "x> let v 5", "x> ? a.fd > 2", "x> close a = 0",
      ])
  }

  @Test func whatALineExpectedStaysAsItWasWritten() throws {
    #expect(
      try recorded([
        "socket a udp = * (any)", "bind a 127.0.0.1:0 [a BOUND]", "sendto a hello {a} = 1..9", "recv a = /l+/",
      ]) == [
        // What says nothing of the result gets the one that came.
        "socket a udp = * (any)", "bind a 127.0.0.1:0 = 0 [a BOUND]", "sendto a hello {a} = 1..9", "recv a = /l+/",
      ])
  }

  @Test func namesThatAFileGaveAreRecordedWithTheirValues() throws {
    #expect(
      try recorded(["@let host = 127.0.0.1", "@timeout 3s", "socket a udp", "bind a {host}:0"]).prefix(2) == [
        "@let host = 127.0.0.1", "@timeout 3s",
      ])
  }

  @Test func rolesStandBeforeTheirLines() throws {
    #expect(
      try recorded(["server> socket a tcp", "server> ? a.fd > 2", "socket b tcp", "? b.fd > 2"], role: "client") == [
        "server> socket a tcp = fd [a CLOSED]", "server> ? a.fd > 2", "client> socket b tcp = fd [b CLOSED]",
        "client> ? b.fd > 2",
      ])
  }

  // MARK: The file

  @Test func aFileThatExistsIsLeftAlone() throws {
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("r")
      try Data("mine".utf8).write(to: file)
      #expect(throws: FileProblem(errno: Errno(EEXIST))) {
        try Recorder(path: file.path, table: HandleTable(kernel: ScriptedKernel()))
      }
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
      #expect(throws: FileProblem(errno: Errno(ENOENT))) {
        try Recorder(path: folder.path + "/no/such", table: HandleTable(kernel: ScriptedKernel()))
      }
    }
  }

  /// A file that may not grow is the full disk that a test can have without being root.
  @Test func aFullDiskLeavesWholeLines() throws {
    try SeparateProcess.run {
      try Scratch.folder { folder in
        let play = Play(isInteractive: true)
        let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
        try recorder.record(try play.run("socket a udp"))
        var limit = rlimit(rlim_cur: 200, rlim_max: 200)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        var lines = 2
        var problem: FileProblem?
        for _ in 0..<20 where problem == nil {
          do throws(FileProblem) {
            try recorder.record(Samples.step("close a", [Samples.done(Call("close", .descriptor(4)), 0)]))
            lines += 1
          } catch {
            problem = error
          }
        }
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: recorder.path)))
        precondition(problem != nil && bytes.last == 0x0a && bytes.count <= 200)
        precondition(bytes.filter { $0 == 0x0a }.count == lines && SessionFile.read(bytes).problems.isEmpty)
      }
    }
  }
}
