import Sockets
import Support
import Testing

@testable import Reports

/// Ports that the kernel chose, wherever they stand in a recording. Each is played again with other ports.
@Suite struct RecordedDataTests {
  private func played(_ lines: [String]) throws -> [String] {
    Array(try recorded(OpeningLines.connected + lines).dropFirst(OpeningLines.connected.count))
  }

  @Test func aPortThatIsCutIsNotInsistedOn() throws {
    #expect(
      try played([
        #"send cli "Host: 127.0.0.1:{srv.port}\r\n/{srv.port}""#, "recv conn 19 MSG_PEEK", "recv conn 19",
        "recv conn 1", "recv conn 5",
        "recv conn 64",
      ]).dropFirst() == [
        #"recv conn 19 MSG_PEEK = 19 "Host: 127.0.0.1:"..."#, #"recv conn 19 = 19 "Host: 127.0.0.1:"..."#,
        "recv conn 1 = 1 /^[0-9]{1}/",
        #"recv conn 5 = 5 /^[0-9]{1}\r\n\//"#, #"recv conn 64 = 4 /^[0-9]{4}/"#,
      ])
  }

  @Test func whatOnlyLooksLikeTheBeginningOfOneIsWritten() throws {
    #expect(
      try played([#"send cli "abc4""#, "recv conn 64", #"send cli "5 bytes""#, "recv conn"]).filter {
        $0.hasPrefix("recv")
      }
        == [#"recv conn 64 = 4 "abc4""#, #"recv conn = 7 "5 bytes""#])
  }

  @Test func aMessageThatIsCutInsideAPortIsWrittenToThere() throws {
    #expect(
      try recorded([
        "socket u udp", "bind u 127.0.0.1:0", #"sendmmsg u "at {u.port}" "{u.port}{u.port}" to {u}"#, "recvmmsg u 2 5",
        #"sendto u "at {u.port}" {u}"#, "recv u 4",
      ]).suffix(3).filter { $0.hasPrefix("recv") } == [
        #"recvmmsg u 2 5 = 2 "at "... "{u.port}" 1.from:u 1.msg_flags:MSG_TRUNC 2.from:u 2.msg_flags:MSG_TRUNC from {u}"#,
        #"recv u 4 = 4 "at "..."#,
      ])
  }

  @Test func longDataAreNotCutInsideAPort() throws {
    let lines = try played([
      #"send cli "{x}{srv.port}!""#.replacing("{x}", with: String(repeating: "x", count: 1021)), "recv conn 2000",
    ])
    #expect(lines[1] == "recv conn 2000 = 1027 \"" + String(repeating: "x", count: 1021) + "\"...")
  }

  @Test func portsWithNothingBetweenThemAreNamed() throws {
    #expect(
      try played([#"send cli "{srv.port}{cli.port}{srv.port}""#, "recv conn"]).last
        == #"recv conn = 15 "{srv.port}{cli.port}{srv.port}""#)
  }

  @Test func portsBesideOtherDigitsAreNamed() throws {
    #expect(
      try played([
        #"send cli "0{srv.port} {srv.port}7""#, "recv conn", #"send cli "{srv.port}{cli.port}""#, "recv conn 7",
        "recv conn",
      ]).filter { $0.hasPrefix("recv") } == [
        #"recv conn = 13 "0{srv.port} {srv.port}7""#, #"recv conn 7 = 7 "{srv.port}"..."#,
        #"recv conn = 3 /^[0-9]{3}/"#,
      ])
  }

  /// What a person types from the screen is another number when it is played.
  @Test func portsInConditionsVariablesAndLookupsAreNamed() throws {
    let play = Play(isInteractive: true)
    for line in OpeningLines.connected { try play.run(line) }
    let srv = try #require(play.table.find("srv"))
    let port = try #require(srv.endpoints.local).port
    for (typed, written) in [
      ("? srv.port == \(port)", "? srv.port == {srv.port}"),
      ("? cli.peer == 127.0.0.1:\(port) and srv.port > 0 within 1s", "? cli.peer == {srv} and srv.port > 0 within 1s"),
      ("? cli.peer == \"127.0.0.1:\(port)\"", "? cli.peer == \"127.0.0.1:{srv.port}\""),
      ("let p \(port)", "let p {srv.port}"), ("let p = \(port)", "let p = {srv.port}"),
      ("let a 127.0.0.1:\(port)", "let a 127.0.0.1:{srv.port}"), ("let h \"{p\(port)}\"", nil),
      ("getaddrinfo 127.0.0.1 \(port) tcp", "getaddrinfo 127.0.0.1 {srv.port} tcp = 0 {srv}"),
      (
        "getnameinfo {srv} NI_NUMERICHOST|NI_NUMERICSERV",
        "getnameinfo {srv} NI_NUMERICHOST|NI_NUMERICSERV = 0 127.0.0.1 {srv.port}"
      ),
      ("getpeername cli = 0 127.0.0.1:\(port)", "getpeername cli = 0 {srv}"),
      ("send cli {srv.port} = 5", "send cli {srv.port} = 5"),
      ("recv conn = 5 \"\(port)\"", "recv conn = 5 \"{srv.port}\""),
      ("send cli {srv.port} = 5", "send cli {srv.port} = 5"), ("recv conn = 5 /^\(port)/", "recv conn = 5 /^\(port)/"),
    ] as [(String, String?)] {
      guard let step = try? play.run(typed) else {
        #expect(written == nil, "\(typed)")
        continue
      }
      let line = try #require(RecordedLine.text(step, in: play.table))
      #expect(String(decoding: line, as: UTF8.self).replacing(#/ +/#, with: " ") == (written ?? "") + "\n", "\(typed)")
    }
  }

  /// No handle has it any more.
  @Test func theAddressOfOneThatIsGoneIsLeftOpen() throws {
    let unix = [
      "socket s unix", "bind s unix:", "listen s 1", "socket c unix", "connect c {s}", "close s", "getpeername c",
    ]
    #expect(try recorded(unix).last == "getpeername c = 0 unix:*")
    let udp = [
      "socket a udp", "bind a 127.0.0.1:0", "socket b udp", "connect b {a}", "close a", "getpeername b",
      "connect b 127.0.0.1:9", "getpeername b",
    ]
    let lines = try recorded(udp)
    #expect(
      lines.contains("getpeername b = 0 127.0.0.1:*") && lines.last == "getpeername b = 0 127.0.0.1:9", "\(lines)")
  }

  /// The kernel takes the port back, and getsockname tells of it all the same.
  @Test func aPortThatIsNobodysAnyMoreIsNotInsistedOn() throws {
    #expect(
      try recorded(["socket t tcp", "bind t 127.0.0.1:0", "connect t unspec", "getsockname t", "listen t"]).dropFirst(2)
        == ["connect t unspec = 0 [t CLOSED]", "getsockname t = 0 127.0.0.1:*", "listen t = 0 [t LISTEN]"])
  }

  @Test func namesOfUNIXDomainSocketsAreWrittenByName() throws {
    let own = "unix:@sockplay-\(UInt64.random(in: 0...UInt64.max))-"
    #expect(
      try recorded([
        "socket u udp", "bind u 127.0.0.1:0", "socket srv unix-dgram", "bind srv \(own){u.port}", "getsockname srv",
        "socket cli unix-dgram", "setsockopt cli SO_PASSCRED on", "sendto cli x {srv}", "getsockname cli",
        "recvfrom srv",
      ]).filter { $0.hasPrefix("getsockname") } == ["getsockname srv = 0 \(own){u.port}", "getsockname cli = 0 {cli}"])
  }

  @Test func namesInBracesAreLeft() throws {
    let play = Play()
    for line in ["socket a udp", "bind a 127.0.0.1:0"] { try play.run(line) }
    let port = try #require(play.table.all.first?.endpoints.local).port
    #expect(RecordedLine.typed(data: "\"{h\(port)} {\"p\":\(port)}\"", play.table) == "\"{h\(port)} {\"p\":{a.port}}\"")
  }

  @Test func aCallThatReturnedAtOnceIsFoundInItsRecording() throws {
    let recorded = try recorded([
      "socketpair a b unix", "socket u udp", "sendmsg a x SCM_RIGHTS:u", "recvmsg b 8 &", "cancel b",
    ])
    #expect(
      recorded.suffix(2) == [
        #"recvmsg b 8 SCM_RIGHTS:s1 & = 1 "x" SCM_RIGHTS:s1 [s1 UNCONN]"#, #"cancel b = 1 "x" SCM_RIGHTS:s1"#,
      ])
    #expect(try Play().failures(recorded.joined(separator: "\n")) == [])
  }
}
