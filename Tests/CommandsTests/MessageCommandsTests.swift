import Commands
import Foundation
import Glibc
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@Suite(.waits) struct MessageCommandsTests {
  /// A pair of connected sockets, a and b, and a datagram socket u.
  private static func pair(_ play: Play) throws {
    let name = "sockplay-\(UInt64.random(in: 0...UInt64.max))"
    for line in [
      "socket l unix", "bind l unix:@\(name)", "listen l 5", "socket a unix", "connect a {l}", "accept l b",
      "socket u udp",
    ] {
      #expect(try play.run(line).exchanges.last?.answer?.failed == false)
    }
  }

  @Test(arguments: [
    ("sendmsg a", "PART is missing"), ("sendmmsg a MSG_DONTWAIT", "DATA is missing"),
    ("sendmsg a x to", "the address is missing"),
    ("sendmsg a x to nowhere", "the port is missing"), ("sendmsg a x MSG_PEAK", "unknown message flag: MSG_PEAK"),
    ("sendmsg a x SCM_RIGHTS:nobody", "unknown handle: nobody"), ("sendmsg a x SCM_RIGHTS:", "unknown handle: \"\""),
    ("sendmsg a x SCM_RIGTHS:u", "unknown control message: SCM_RIGTHS"),
    ("sendmsg a x IP_TTL:many", "invalid value for IP_TTL: many"),
    ("sendmsg a x IP_TTL 5", "IP_TTL has no value"), ("recvmsg b SCM_RIGHTS got", "SCM_RIGHTS has no value"),
    ("sendmsg a x IP_TOS:256", "invalid value for IP_TOS: 256"),
    ("sendmsg a x IP_TTL:99999999999999999999", "invalid value for IP_TTL: 99999999999999999999"),
    ("sendmsg a x SCM_CREDENTIALS:1,2", "invalid value for SCM_CREDENTIALS: 1,2"),
    ("sendmsg a x IP_PKTINFO:1.2.3", "invalid value for IP_PKTINFO: 1.2.3"),
    ("sendmsg a x IP_PKTINFO:127.0.0.1,none", "invalid value for IP_PKTINFO: 127.0.0.1,none"),
    ("sendmsg a x SO_RXQ_OVFL:1", "SO_RXQ_OVFL cannot be sent"),
    ("recvmsg b ten", "invalid number: ten"), ("recvmsg b -1", "invalid number: -1"),
    ("recvmsg b 256M 1", "the buffers are too large"),
    ("recvmsg b control:many", "invalid size: many"), ("recvmsg b control:2G", "invalid size: 2G"),
    ("recvmsg b SCM_RIGHTS:a", "the name a is taken"), ("recvmsg b SCM_RIGHTS:9", "invalid handle name: 9"),
    ("recvmsg b SCM_RIGHTS:x,x", "the name x is given twice"),
    ("recvmsg b SCM_RIGHTS:x SCM_PIDFD:x", "the name x is given twice"),
    ("recvmmsg b 0", "invalid number: 0"), ("recvmmsg b 1025", "invalid number: 1025"),
    ("recvmmsg b 1024 1M", "the buffers are too large"),
    ("recvmmsg b 2 timeout:long", "invalid time: long"),
  ])
  func aWrongLineIsRefused(line: String, title: String) throws {
    let play = Play()
    try Self.pair(play)
    do {
      try play.run(line)
      Issue.record("it was not refused: \(line)")
    } catch let error as Diagnostic {
      #expect(error.title == title)
    }
    #expect(play.table.names == ["l", "a", "b", "u"])
  }

  @Test func dataThatLookLikeSomethingElseStandInQuotes() throws {
    let play = Play()
    try Self.pair(play)
    #expect(
      try play.failures(
        #"""
        sendmsg a "to" "MSG_OOB" "IP_TTL:5" hello hex:2121 = 24
        recvmsg b 64 = 24 "toMSG_OOBIP_TTL:5hello!!"
        """#) == [])
  }

  @Test func descriptorsArriveAsWhatTheyAre() throws {
    let play = Play()
    try Self.pair(play)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
    _ = play.table.add("reading", .pipe, descriptor: ends[0])
    _ = play.table.add("writing", .pipe, descriptor: ends[1])
    _ = play.table.add("null", .file, descriptor: file)
    #expect(
      try play.failures(
        #"""
        sendmsg a "x" SCM_RIGHTS:reading,u,null,l = 1
        recvmsg b 4 SCM_RIGHTS:r,v = 1 "x" SCM_RIGHTS:r,v,s1,s2
        """#) == [])
    let kinds = ["r", "v", "s1", "s2"].map { play.table.find($0)!.kind.word }
    #expect(kinds == ["pipe", "udp", "file", "unix"])
    #expect(try play.failures("? s2.state == LISTEN") == [])
  }

  /// What one handle has read is not there for the other, so neither may be thought ready for what was seen before.
  @Test func whoSharesASocketIsNotTakenForReady() throws {
    let play = Play(timeout: 100)
    try Self.pair(play)
    #expect(
      try play.failures(
        """
        \(OpeningLines.connected.text)
        sendmsg a x SCM_RIGHTS:conn = 1
        recvmsg b 8 SCM_RIGHTS:t = 1 SCM_RIGHTS:t
        send cli "hello" = 5
        ? conn.unread == 5 and t.unread == 5
        recv t 64 = 5
        recv conn 64 = timeout
        send cli "again" = 5
        ? conn.unread == 5 and t.unread == 5
        recv conn 64 = 5
        recv t 64 = timeout
        """) == [])
  }

  @Test func waitingForAllIsAskedAnewEachTime() throws {
    let play = Play(timeout: 100)
    #expect(
      play.file(
        """
        \(OpeningLines.connected.text)
        send cli "123456" = 6
        ? conn.unread == 6
        repeat 3
        recv conn 2 MSG_WAITALL = 2
        end
        send cli "1" = 1
        repeat 2
        recv conn 2 MSG_WAITALL = timeout
        end
        """) == .held)
  }

  @Test func aNameThatIsPromisedIsTaken() throws {
    let play = Play()
    try Self.pair(play)
    #expect(try play.run("recvmsg b 4 SCM_RIGHTS:x,y &").exchanges.count == 1)
    for name in ["x", "y"] { #expect(throws: Diagnostic.self) { try play.run("socket \(name) udp") } }
    try play.run("cancel x")
    #expect(try play.failures("socket x udp = fd\nsocket y udp = fd") == [])
  }

  @Test func onlyOurOwnOtherEndGetsDescriptors() throws {
    let play = Play(permissions: [])
    try Self.pair(play)
    #expect(try play.failures("sendmsg a x SCM_RIGHTS:u = 1\nsendmsg b x SCM_RIGHTS:u = 1") == [])
    // Another program connects to the session's listener: it may be talked to, but is handed nothing.
    let local = play.table.find("l")!.endpoints.local!
    let other = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { Glibc.close(other) }
    #expect(local.withSockaddr { Glibc.connect(other, $0, $1) } == 0)
    #expect(try play.failures("accept l stranger = fd\nsend stranger hello = 5") == [])
    #expect(throws: Diagnostic.self) { try play.run("sendmsg stranger x SCM_RIGHTS:u") }
    play.table.permissions = .unix
    #expect(try play.failures("sendmsg stranger x SCM_RIGHTS:u = 1") == [])
  }

  @Test func onTCPTruncMeansThatDataAreThrownAway() throws {
    let play = Play()
    #expect(
      try play.failures(
        """
        \(OpeningLines.connected.text)
        send cli "one two three" = 13
        recv conn 4 MSG_TRUNC = 4 ""
        recvmsg conn 4 MSG_TRUNC = 4 ""
        recvmsg conn 64 = 5 "three"
        """) == [])
  }

  @Test func moreDataThanMessagesIsAFailure() throws {
    let play = Play()
    for line in ["socket a udp", "bind a 127.0.0.1:0", "connect a {a}"] { try play.run(line) }
    func kind(_ expected: String) throws -> String {
      try play.run(#"sendmmsg a "one" "two""#)
      return try play.run("recvmmsg a 2 64 = 2 \(expected)").failure.map { "\($0.kind)" } ?? "none"
    }
    #expect(try kind(#""one" "two""#) == "none")
    #expect(try kind(#""one""#) == "none")
    #expect(try kind(#""one" /^t/"#) == "none")
    #expect(try kind(#""one" "tw"..."#) == "none")
    #expect(try kind(#""one" "tow""#).hasPrefix("data"))
    #expect(try kind(#""one" "two" "three""#) == "noMessage(2)")
  }

  /// An accepted UNIX domain socket has the listener's name; which handle is found under it depends on what has looked.
  @Test(arguments: [true, false]) func ofDuplicatesTheFirstIsNamedAsSender(_ wantsChanges: Bool) throws {
    let play = Play(wantsChanges: wantsChanges)
    try Self.pair(play)
    for line in ["dup l m", "handles", "send b \"x\""] { try play.run(line) }
    #expect(try play.failures("recvmmsg a 1 64 = 1 \"x\" 1.from:l") == [])
  }
}
