import Glibc
import SessionLanguage
import Support
import Testing

/// Wrong words, each refused with its place before anything is called.
@Suite struct ArgumentsTests {
  private func error(_ line: String, after lines: [String] = ["socket a tcp", "socket u udp"]) throws -> Diagnostic {
    let kernel = ScriptedKernel()
    let play = Play(kernel: kernel)
    for line in lines { try play.run(line) }
    let calls = kernel.calls.count
    let error = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect(kernel.calls.count == calls, "a refused line made a call")
    return error
  }

  @Test(arguments: [
    ("close x", "unknown handle: x", 6..<7), ("socket a tcp", "the name a is taken", 7..<8),
    ("socket 1a tcp", "invalid handle name: 1a", 7..<9),
    ("bind a 127.0.0.1:70000", "invalid port: 70000", 7..<22),
    ("bind a 999.1.1.1:80", "invalid address: 999.1.1.1", 7..<19),
    ("bind a 127.0.0.1", "the port is missing", 7..<16),
    ("bind a 127.0.0.1:", "the port is missing", 7..<17), ("bind a unix:", "the path is missing", 7..<12),
    ("listen a x", "invalid number: x", 9..<10),
    ("listen a 99999999999", "invalid number: 99999999999", 9..<20), ("recv a -1", "invalid number: -1", 7..<9),
    ("recv a 257M", "the buffer is too large", 7..<11),
    ("listen a 99999999999999999999", "invalid number: 99999999999999999999", 9..<29),
    ("recv a 9999999999999999999G", "invalid number: 9999999999999999999G", 7..<27),
    ("listen a -99999999999999999999", "invalid number: -99999999999999999999", 9..<30),
    ("listen a +5", "invalid number: +5", 9..<11), ("listen a --5", "invalid number: --5", 9..<12),
    ("listen a 1_000", "invalid number: 1_000", 9..<14), ("listen a ٣", "invalid number: ٣", 9..<11),
    ("listen a 0x5", "invalid number: 0x5", 9..<12), ("listen a 0b1", "invalid number: 0b1", 9..<12),
    ("recv a +5K", "invalid number: +5K", 7..<10), ("recv a -5K", "invalid number: -5K", 7..<10),
    ("recv a K", "invalid number: K", 7..<8),
    ("setsockopt a SO_MARK 0x-5", "invalid value for SO_MARK: 0x-5", 21..<25),
    ("setsockopt a SO_MARK 0x+5", "invalid value for SO_MARK: 0x+5", 21..<25),
    ("setsockopt a SO_MARK 0x", "invalid value for SO_MARK: 0x", 21..<23),
    ("setsockopt a SO_RCVTIMEO +5us", "invalid value for SO_RCVTIMEO: +5us", 25..<29),
    ("setsockopt a IP_LOCAL_PORT_RANGE +1-2", "invalid value for IP_LOCAL_PORT_RANGE: +1-2", 33..<37),
    ("sendmsg u x IP_TTL:0x-5", "invalid value for IP_TTL: 0x-5", 12..<23),
    ("recv a 5 +2", "unknown message flag: +2", 9..<11), ("poll +3:POLLIN", "unknown handle: +3", 5..<14),
    ("poll a +5", "unknown handle: +5", 7..<9), ("ppoll a 5us0", "invalid time: 5us0", 8..<12),
    ("bind a [::1%+1]:80", "invalid address: [::1%+1]", 7..<18), ("fcntl a F_SETOWN +1", "invalid number: +1", 17..<19),
    ("bind u vsock:0x-1:5", "invalid address: vsock:0x-1:5", 7..<19), ("wait +1", "unknown job: +1", 5..<7),
    ("recv a 5 MSG_PEAK", "unknown message flag: MSG_PEAK", 9..<17),
    ("recv a 5 MSG_PEEK|", "unknown message flag: \"\"", 9..<18),
    ("shutdown a up", "invalid direction: up", 11..<13),
    ("send a hex:0", "invalid hex digits: 0", 7..<12), ("send a hex:0g", "invalid hex digits: 0g", 7..<13),
    ("send a hex:+1", "invalid hex digits: +1", 7..<13),
    ("send a fill:x", "invalid size: x", 7..<13), ("send a fill:257M", "too much data", 7..<16),
    ("send a fill:-1", "invalid size: -1", 7..<14), ("send a rep:3", "invalid data: rep:3", 7..<12),
    ("send a rep:256M:xx", "too much data", 7..<18), ("send a @/no/such", "cannot read /no/such", 7..<16),
    ("send a @/", "cannot read /", 7..<9),
    ("sleep soon", "invalid time: soon", 6..<10), ("socket b tpc", "unknown kind of socket: tpc", 9..<12),
    ("socket b AF_INET SOCK_RAV 0", "unknown socket type: SOCK_RAV", 17..<25),
    ("socket b AF_INET", "as in C, a socket takes three arguments", 9..<16),
    ("bind a {x}:0", "unknown name: x", 7..<10), ("bind a {x.port}:0", "unknown handle: x", 7..<15),
    ("send a \"{a.prot}\"", "unknown field: prot", 8..<16),
    ("bind a {u}", "u has no address yet", 7..<10), ("bind a :{u.port}", "u has no port at the moment", 8..<16),
    ("wait 7", "unknown job: 7", 5..<6), ("cancel a", "unknown job: a", 7..<8),
    ("role 1", "invalid role name: 1", 5..<6), ("let 1 x", "invalid variable name: 1", 4..<5),
    ("let x \"\\xff\"", "the value is not text", 6..<12),
    ("handles &", "handles cannot run in the background", 0..<7),
    ("reset a &", "reset cannot run in the background", 0..<5),
    ("fg", "no call is waiting", 0..<2),
  ])
  func aWrongWordIsPointedAt(line: String, title: String, span: Span) throws {
    let error = try error(line)
    #expect(error.title == title)
    #expect(error.span == span)
  }

  @Test func aClosedHandleIsNoOpenOne() throws {
    let play = Play()
    for line in OpeningLines.connected + ["close cli", "close conn"] { try play.run(line) }
    let held = try #require(throws: Diagnostic.self) { try play.run("close cli") }
    #expect(held.title == "cli is closed")
    #expect(held.label == "it no longer has a descriptor")
    // The last segment may come a little later than close returns.
    #expect(try play.run("? cli.state == TIME_WAIT within 5s").failure == nil)
    for _ in 0..<5000 where play.table.find("conn") != nil {
      play.session.watch()
      usleep(1000)
    }
    let gone = try #require(throws: Diagnostic.self) { try play.run("send conn x") }
    #expect(gone.title == "conn is closed")
    #expect(gone.label == "the kernel no longer has it either")
  }

  @Test func numbersTakeFactors() throws {
    let play = Play()
    try play.run("socket u udp")
    try play.run("bind u 127.0.0.1:0")
    #expect(try play.run("recv u 8K MSG_DONTWAIT").exchanges[0].call.arguments[2] == .length(8192))
    #expect(throws: Diagnostic.self) { try play.run("recv u 0x10 MSG_DONTWAIT") }
  }

  @Test func namesAreChosenWhenTheyAreLeftOut() throws {
    let play = Play()
    for (line, name) in [("socket tcp", "s1"), ("socket udp", "s2"), ("socket s3 tcp", "s3"), ("socket tcp", "s4")] {
      #expect(try play.run(line).changes.map(\.name) == [name])
    }
    try play.run("close s2")
    #expect(try play.run("socket udp").changes.map(\.name) == ["s2"])
  }
}
