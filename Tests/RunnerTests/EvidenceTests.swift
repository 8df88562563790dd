import Foundation
import Runner
import Sockets
import Support
import Testing

/// What was read to find a reason.
@Suite(.waits) struct EvidenceTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  @Test func theEvidenceOfAReasonSaysWhatWasReadAndWhen() throws {
    let play = try play(OpeningLines.connecting + ["socket b tcp"])
    let before = monotonicNanoseconds()
    let reason = try #require(try play.run("bind b {srv}").reason)
    let sources = reason.evidence.map(\.source)
    #expect(sources.first == "bind" && reason.evidence[0].value == "-1 EADDRINUSE")
    #expect(sources.contains("getsockopt SO_REUSEPORT of srv") && sources.contains { $0.hasPrefix("sock_diag, tcp ") })
    #expect(reason.evidence.allSatisfy { (before...monotonicNanoseconds()).contains($0.moment) })
    #expect(sources.count == Set(sources).count, "what is read twice is read once")
  }

  @Test func whyListsItUnderTheSentences() throws {
    let play = try play(OpeningLines.connecting + ["socket b tcp", "bind b {srv}"])
    #expect(try !play.run("why").listing.contains { $0.hasPrefix("  seen  ") })
    let step = try play.run("why --evidence")
    let seen = step.listing.filter { $0.hasPrefix("  seen  ") }
    #expect(seen.contains { $0.hasPrefix("  seen  bind: -1 EADDRINUSE, ") && $0.hasSuffix(" ago") })
    #expect(seen.contains { $0.hasPrefix("  seen  getsockopt SO_REUSEPORT of b: 0, ") }, "\(seen)")
    #expect(step.listing.suffix(seen.count) == seen[...])
    #expect(step.values.count == seen.count && step.values[0]["what"] == .text("bind"))
    #expect(step.values.allSatisfy { if case .number(let at)? = $0["at"] { at > 0 } else { false } })
    for line in ["why srv --evidence", "why --evidence srv"] {
      #expect(try play.run(line).listing[0].hasPrefix("srv  fd "))
    }
    for line in ["why srv cli", "why --evidence --evidence", "why nobody --evidence"] {
      #expect(throws: (any Error).self) { try play.run(line) }
    }
  }

  /// A failure that is explained again later is explained as it was then.
  @Test func whatWasReadThenIsKept() throws {
    let play = try play(OpeningLines.connecting + ["socket b tcp", "bind b {srv}", "close cli", "close srv"])
    let lines = try play.run("why --evidence").listing
    #expect(lines.contains { $0.hasPrefix("  why   srv listens on ") })
    #expect(lines.contains { $0.hasPrefix("  seen  sock_diag, tcp ") && $0.contains("LISTEN") })
  }

  /// The bytes that a sentence counts are in what was read for it.
  @Test func whatTheOtherEndHasUnreadIsEvidence() throws {
    let peer = try PythonPeer(
      "s = socket.create_server(('127.0.0.1', 0)); say(s.getsockname()[1]); c, _ = s.accept(); say('accepted')")
    defer { peer.end() }
    let play = try play(["socket cli tcp", "connect cli 127.0.0.1:\(peer.line())", "send cli hello"])
    _ = try peer.line()
    var lines: [String] = []
    for _ in 0..<100 {
      lines = try play.run("why cli --evidence").listing
      if lines.contains(where: { $0.contains("has 5 of your bytes unread") }) { break }
    }
    #expect(lines.contains { $0.contains("has 5 of your bytes unread") })
    #expect(lines.contains { $0.hasPrefix("  seen  sock_diag, tcp connection ") && $0.contains(" recv-q 5 send-q 0") })
  }

  @Test func whatWasDroppedIsEvidence() throws {
    let play = try play(["socket u udp", "setsockopt u SO_RCVBUF 1", "bind u 127.0.0.1:0", "socket v udp"])
    for _ in 0..<20 { try play.run("sendto v fill:1000 {u}") }
    let lines = try play.run("why u --evidence").listing
    let dropped = try #require(lines.first { $0.contains(" dropped: ") })
    let count = dropped.split(separator: " ")[1]
    #expect(lines.contains { $0.hasPrefix("  seen  getsockopt SO_MEMINFO of u: \(count) dropped, ") }, "\(lines)")
  }

  /// Where nobody asks for reasons, nothing is read for one.
  @Test func aCheckThatHoldsReadsNothing() throws {
    let play = Play(wantsChanges: false)
    for line in OpeningLines.connecting { try play.run(line) }
    try play.run("socket b tcp")
    #expect(try play.run("bind b {srv} = -1 EADDRINUSE").reason == nil)
  }

  /// Whoever explains something reads through `Observations`, which notes it: nothing is said of what was not read.
  @Test func reasonsReadNothingUnnoted() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Runner/Why")
    let files = [
      "AccessReasons", "AddressInUse", "AddressOwners", "ConnectionEndStory", "ConnectionRefusal",
      "Awaited", "EndReasons", "ErrnoReasons", "FailedCall", "FailureReason", "HandleStory", "HeldBytes",
      "InvalidArguments", "LimitReasons", "Memberships", "MessageTooLong", "NextSteps", "OtherEnd",
      "OtherTCPEnd", "PendingError", "Privilege", "ProcessStory", "Remedy", "SpliceReason", "Unreachable", "UnreadText",
      "WatchedEvents",
    ]
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file + ".swift"), encoding: .utf8)
      let unnoted = text.matches(
        of:
          /\b(kernel\.[A-Za-z]+\(|Setting\.|Route\.(all|best)|Interface\.all|Counters\.|Processes\.by|PathFile\(|Neighbour\.|NetFile\.|geteuid\()/
      )
      #expect(unnoted.isEmpty, "\(file): \(unnoted.map { $0.output.0 })")
    }
  }
}

/// The reason of a check that does not hold.
@Suite struct FailureReasonTests {
  @Test func aStateThatDoesNotHoldIsExplainedAndNoErrnoThatWasExpected() throws {
    let play = try Play(["socket a tcp", "listen a"])
    let why = try play.run("bind a 127.0.0.1:0 = -1 EINVAL [a CLOSED] within 10ms").why
    #expect(why == "a is in LISTEN since listen a ran")
    let wrong = try play.run("bind a 127.0.0.1:0 = -1 EADDRINUSE [a LISTEN]").why
    #expect(wrong?.hasPrefix("a is already bound to ") == true)
  }

  /// Where nobody looks after each line, a line before may have brought the state about.
  @Test func aCheckSaysOnlyWhenTheStateWasSeenFirst() throws {
    let play = Play(wantsChanges: false)
    for line in ["socket a tcp", "listen a"] { try play.run(line) }
    let why = try play.run("bind a 127.0.0.1:0 = -1 EINVAL [a CLOSED] within 10ms").why
    #expect(why == "a was first seen in LISTEN after bind a 127.0.0.1:0 ran")
  }

  @Test func pollThatFindsNothingSaysWhatThereIs() throws {
    let play = try Play(["socketpair a b"])
    #expect(try play.run("poll b:POLLIN 20 = 1 b:POLLIN").why == "b has nothing unread")
    let lines = [
      "epoll_create e", "epoll_ctl e add b EPOLLIN|EPOLLET", "send a x", "epoll_wait e 10 100 = 1 b:EPOLLIN",
    ]
    for line in lines { try play.run(line) }
    #expect(
      try play.run("epoll_wait e 10 20 = 1 b:EPOLLIN").why
        == "b is ready (1 byte unread), but e has reported that already (EPOLLET)")
  }

  @Test func aSocketThatWasShutForReadingStillHasWhatCame() throws {
    let play = try Play(["socketpair a b", "send a x", "shutdown b rd"])
    #expect(
      try play.run("recv b 10 = EOF").why?.hasPrefix("b was shut down for reading, which keeps what has come") == true)
  }

  @Test func dataThatDifferAreNotExplainedByTheCall() throws {
    let play = try Play(["socketpair a b", "send a hello"])
    #expect(try play.run(#"recv b 9 = 5 "HELLO""#).why == nil)
  }

  @Test(arguments: ["addrlen:-1", "controllen:4096", "len:3", "flags:0"])
  func aLengthIsNotSentAsData(_ word: String) throws {
    let play = try Play(["socket u udp", "bind u 127.0.0.1:0"])
    #expect(throws: (any Error).self) { try play.run("sendmsg u x to {u} \(word)") }
    #expect(try play.run("sendmsg u \"\(word)\" to {u}").result?.answer?.result == word.utf8.count)
  }

  /// An argument by hand is none of the data; in quotes it is.
  @Test func aFieldOfTheHeaderIsNotSentAsData() throws {
    let play = try Play(["socket u udp", "bind u 127.0.0.1:0"])
    #expect(try play.run("sendmsg u x to {u} msg_namelen:3").result?.answer?.errno.symbol == "EINVAL")
    #expect(try play.run("sendmsg u \"msg_namelen:3\" to {u}").result?.answer?.result == 13)
  }
}
