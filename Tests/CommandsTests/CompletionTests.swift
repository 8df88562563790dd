@testable import Commands
import Sockets
import Support
import Testing

@Suite struct CompletionTests {
  private func offers(_ line: String) throws -> Completion {
    let play = Play(kernel: ScriptedKernel())
    for line in ["socket srv tcp", "socket cli udp", "let host 127.0.0.1"] { try play.run(line) }
    return Completion.offers(
      for: line,
      start: line.utf8.lastIndex { $0 == 0x20 }.map { line.utf8.distance(from: line.startIndex, to: $0) + 1 } ?? 0,
      table: play.table, jobs: ["cli"])
  }

  private func words(_ line: String) throws -> [String] {
    switch try offers(line) {
    case .words(let words), .parts(let words): words
    case .files: ["(file names)"]
    }
  }

  @Test func theFirstWordIsACommand() throws {
    #expect(try words("li").contains("listen"))
    #expect(try words("server> li").contains("listen"))
    #expect(try words("").contains("repeat"))
  }

  @Test func laterWordsAreWhatTheCommandTakes() throws {
    #expect(try words("close ") == ["srv", "cli", "fd:"])
    #expect(try words("connect cli ").contains("{srv}"))
    #expect(try words("socket x ").contains("udp6"))
    #expect(try words("shutdown srv ").prefix(3) == ["rd", "wr", "rdwr"])
    #expect(try words("recv srv 10 ").contains("MSG_PEEK"))
    #expect(try words("sendmsg cli x to ").contains("{srv}"))
    #expect(try words("sendmsg cli ").contains("IP_TTL:"))
    #expect(try words("recvmsg cli 10 ").contains("SCM_RIGHTS:"))
    #expect(try words("help ").contains("expectations"))
    #expect(try words("? ").contains("srv.unread"))
    #expect(try words("repeat 5 ") == ["until"] && words("repeat 5 until ").contains("srv.unread"))
    #expect(try offers("@include ") == .files(after: ""))
    #expect(try offers("source ") == .files(after: ""))
    #expect(try offers("send srv @") == .files(after: "@"))
    #expect(try words("send srv ").contains("hex:"))
    #expect(try words("send srv \"two words\" ").contains("MSG_PEEK"))
    #expect(try words("errors ").contains("unix") && words("errors unix ").contains("ESRCH"))
    #expect(try words("errors unix EPERM ") == ["--try"])
  }

  @Test func addressesSuitTheCall() throws {
    #expect(try words("connect cli ").contains("unspec") && !words("bind cli ").contains("unspec"))
    #expect(try offers("bind cli unix:/tm") == .files(after: "unix:"))
    #expect(try words("bind cli unix:@x").contains("unix:@"))
    #expect(try words("connect cli ").contains("{host}"))
  }

  @Test func aKindIsOfferedWhereOneMayStand() throws {
    #expect(try words("socket tc").first == "tcp" && words("socket x ").first == "tcp")
    #expect(try words("socket x AF_INET SOCK_STREAM|SOCK_CLO").contains("SOCK_STREAM|SOCK_CLOEXEC"))
    #expect(try words("socket x AF_INET SOCK_STREAM ").contains("IPPROTO_TCP"))
    #expect(try words("socket x tcp ") == ["SOCK_CLOEXEC", "SOCK_NONBLOCK"])
    #expect(
      try words("socketpair a b ").first == "tcp" && words("socketpair a b unix-dgram ").contains("SOCK_NONBLOCK"))
  }

  @Test func valuesDependOnTheWordBefore() throws {
    #expect(try words("fcntl srv F_SETFL O_NONBLOCK|").contains("O_NONBLOCK|O_ASYNC"))
    #expect(try words("fcntl srv F_SETFL ") == ["O_APPEND", "O_NONBLOCK", "O_ASYNC", "O_DIRECT"])
    #expect(try words("fcntl srv F_GETFL ").isEmpty && words("fcntl srv F_SETOWN ") == ["self"])
    #expect(try words("setsockopt srv SOL_SOCKET SO_REUSEADDR ").prefix(2) == ["on", "off"])
    let algorithms = Setting.congestionControls
    #expect(!algorithms.isEmpty)
    #expect(try words("setsockopt srv TCP_CONGESTION ").prefix(algorithms.count) == algorithms[...])
    #expect(try words("errors ECONN").contains("ECONNRESET"))
    #expect(try words("errors bind E").contains("EADDRINUSE") && !words("errors bind E").contains("ECONNREFUSED"))
    #expect(try words("role of") == ["off"] && words("record of") == ["off"] && offers("record ") == .files(after: ""))
  }

  @Test func substitutionsAreOffered() throws {
    #expect(try words("bind cli {") == ["{srv}", "{cli}", "{host}"])
    #expect(try words("bind cli 127.0.0.1:{srv.").contains("127.0.0.1:{srv.port}"))
    #expect(try words("sockets {srv.po").contains("{srv.port}"))
    #expect(try words("sockets {srv.tcpi_r").contains("{srv.tcpi_rtt}"))
  }

  @Test func whatMustHoldIsOffered() throws {
    #expect(try words("? srv.state == ").contains("LISTEN") && words("? srv.unread == ").contains("cli.unread"))
    #expect(try words("? srv.SO_RC").contains("srv.SO_RCVBUF") && words("? srv.state ").contains("=="))
    #expect(try words("listen srv 5 = ").contains("blocks"))
    #expect(try words("recv cli 5 = 5 ").contains("->") && !words("recv cli 5 = blocks ").contains("->"))
    #expect(try words("getsockopt cli SO_TYPE ").allSatisfy { $0.hasSuffix(":") })
    #expect(try words("bind srv :0 = -1 EADDR").contains("EADDRINUSE"))
    #expect(try words("bind srv :0 = -1 EPIP").contains("EPIPE"))
    #expect(try words("listen srv 5 = 0 [") == ["[srv", "[cli"])
    #expect(try offers("listen srv 5 = 0 [srv LI") == .parts(SocketState.allCases.map(\.name)))
    #expect(
      try words("listen srv 5 [srv LISTEN, ") == ["srv", "cli"]
        && words("listen srv 5 [srv LISTEN, cli ").contains("CLOSED"))
    #expect(try words("bind cli [").contains("[::1]:"))
    #expect(try words("recv cli 9 = 5 -> ") == ["{host}"] && words("recv cli 9 = 5 ").contains("->"))
    #expect(
      try words("@") == ["@timeout", "@let", "@needs", "@isolated", "@short-timers", "@host", "@points", "@include"])
  }

  @Test func whatIsWaitedForIsOffered() throws {
    #expect(try words("wait ") == ["cli", "any"] && words("cancel ") == ["cli"] && words("fg ") == ["cli"])
    #expect(try words("poll s") == ["srv", "srv:", "cli", "cli:", "fd:"])
    #expect(
      try words("poll fd:400:POLLIN|PO").contains("fd:400:POLLIN|POLLOUT") && !words("poll fd:").contains("fd:POLLIN"))
    #expect(try words("poll srv cli:PO").contains("cli:POLLIN"))
    #expect(try words("poll cli:POLLIN|PO").contains("cli:POLLIN|POLLOUT"))
    #expect(try words("select r:srv w:").contains("w:cli"))
    #expect(try words("epoll_ctl srv add cli EPOLLIN|EP").contains("EPOLLIN|EPOLLET"))
    #expect(try words("recv srv 10 MSG_PEEK|").contains("MSG_PEEK|MSG_DONTWAIT"))
  }

  /// The number of a descriptor, where a line makes a call; what only looks has handles.
  @Test func aNumberStandsWhereAHandleMay() throws {
    for line in ["send ", "epoll_ctl srv add ", "bind ", "accept "] {
      #expect(try words(line).contains("fd:"), "\(line)")
    }
    #expect(try words("select r:").contains("r:fd:"))
    for line in ["state ", "why ", "options ", "tcpinfo "] { #expect(try !words(line).contains("fd:"), "\(line)") }
  }

  /// At the end of a line that has all it must have, and each once.
  @Test func argumentsByHandAreOffered() throws {
    #expect(try words("bind cli 127.0.0.1:0 ") == ["addrlen:"] && !words("bind cli ").contains("addrlen:"))
    #expect(try words("send cli x ").last == "len:" && words("send cli x ").contains("MSG_PEEK"))
    #expect(try words("send cli x MSG_OOB l") == ["len:"] && words("recv cli 10 len:4 ") == ["buf:"])
    #expect(try words("recv cli ").contains("len:") && words("recv cli 10 buf:NULL len:1 ").isEmpty)
    #expect(try words("close cli ").isEmpty)
    for command in Command.all where !command.byHand.isEmpty {
      let line = "\(command.name) " + String(repeating: "x ", count: command.wordCount.lowerBound)
      let offered = try words(line + command.byHand[0])
      #expect(offered.contains(command.byHand[0] + ":"), "\(line)")
    }
  }

  @Test func whereNothingFitsNothingIsOffered() throws {
    for line in ["nonsense ", "close srv x ", "listen srv "] { #expect(try words(line).isEmpty, "\(line)") }
  }
}
