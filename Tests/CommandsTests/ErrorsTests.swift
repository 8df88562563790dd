import Commands
import Foundation
import Runner
import Sockets
import Support
import Testing

/// The errors that calls are documented to give.
@Suite(.waits) struct ErrorsTests {
  private static let shown = ErrorPage.all.flatMap { page in
    page.errors.filter { !$0.example.isEmpty && $0.start == nil && $0.example.first != "@isolated" }.map {
      (call: page.calls[0], error: $0)
    }
  }

  /// Each example ends in the errno that it stands under, in a file as well as line by line. Those that need a sockplay
  /// of their own are in DocumentsTests.
  @Test(arguments: shown.map { "\($0.call) \($0.error.symbol)" })
  func theExampleEndsInItsErrno(name: String) throws {
    let (call, error) = try #require(Self.shown.first { "\($0.call) \($0.error.symbol)" == name })
    #expect(error.example.last!.hasSuffix(" \(error.ending)"))
    for watched in [true, false] {
      let play = Play(permissions: [.network, .processes], wantsChanges: watched)
      #expect(play.file(error.example.joined(separator: "\n")) == .held)
      #expect(play.witness.refusals.isEmpty)
      let last = try #require(play.witness.steps.last?.failedExchange)
      #expect(last.answer?.errno.symbol == error.symbol && ErrorPage.of(last.call.name)?.calls[0] == call)
    }
  }

  @Test func everySymbolIsLinuxs() {
    for symbol in ErrorPage.symbols { #expect(Errno(symbol: symbol)?.symbol == symbol) }
  }

  @Test(arguments: ErrorPage.all.map { $0.calls[0] })
  func eachErrnoStandsOnceWithOneSentence(call: String) throws {
    let page = try #require(ErrorPage.of(call))
    #expect(Set(page.errors.map(\.symbol)).count == page.errors.count)
    for error in page.errors { #expect(!error.cause.hasSuffix(".") && !error.cause.contains(". ")) }
  }

  /// A new cause takes its Korean sentence with it, and one that is gone leaves none.
  @Test func eachCauseHasItsKoreanSentence() {
    let causes = Set((ErrorPage.all + ErrorPage.families).flatMap { $0.errors.map(\.cause) })
    #expect(causes.symmetricDifference(CallError.korean.keys) == [])
    for (cause, korean) in CallError.korean {
      #expect(korean.contains { ("가"..."힣").contains($0) } && !korean.hasSuffix("."), "\(cause)")
    }
  }

  @Test func aKoreanReadsTheCausesInKorean() throws {
    let play = Play(language: .korean)
    #expect(
      try play.run("errors connect ECONNREFUSED").listing.prefix(2)
        == ["connect: ECONNREFUSED의 원인", "  그 주소에 LISTEN인 소켓이 없습니다"])
    #expect(try play.run("errors bind").listing.first?.hasPrefix("ERRNO ") == true)
    #expect(try play.run("errors bind").listing.first?.hasSuffix(" 원인") == true)
    #expect(try play.run("errors ENOTSOCK").listing.first?.hasSuffix(" ENOTSOCK의 원인") == true)
    #expect(try play.run("help LISTEN").listing[1] == "  연결을 받아 대기열에 넣습니다. accept가 꺼냅니다")
  }

  /// Every errno of the manual's page is in the table, held against the pages of the version that it was made from.
  @Test(arguments: ErrorPage.all.map { $0.calls[0] })
  func theTableHasWhatTheManualHas(call: String) throws {
    guard let documented = try Self.documented(call, sections: 2, 3) else { return }
    #expect(!documented.isEmpty)
    #expect(documented.subtracting(try #require(ErrorPage.of(call)).errors.map(\.symbol)) == [])
  }

  /// netlink(7) names its errnos in running text.
  @Test(arguments: ErrorPage.families.filter { $0.words != ["netlink"] }.map { $0.words[0] })
  func theTableHasWhatSection7Has(family: String) throws {
    guard let documented = try Self.documented(family, sections: 7) else { return }
    let page = try #require(ErrorPage.families.first { $0.words == [family] })
    // A slip of tcp(7).
    let symbols = documented.map { $0 == "EAFNOTSUPPORT" ? "EAFNOSUPPORT" : $0 }
    #expect(!symbols.isEmpty && Set(symbols) == Set(page.errors.map(\.symbol)))
  }

  /// The errnos under ERRORS in a page of the manual; nil where it is not here, or is of another version.
  private static func documented(_ name: String, sections: Int...) throws -> Set<String>? {
    let paths = sections.map { "/usr/share/man/man\($0)/\(name).\($0).gz" }
    guard let path = paths.first(where: FileManager.default.fileExists), let zcat = Program.find("zcat") else {
      return nil
    }
    let text = try Program.run([path], of: zcat).output
    guard text.contains("man-pages 6.03"), let errors = text.firstRange(of: ".SH ERRORS") else { return nil }
    var section = text[errors.upperBound...]
    if let end = section.firstRange(of: "\n.SH ") { section = section[..<end.lowerBound] }
    return Set(
      section.split(separator: "\n").filter { $0.hasPrefix(".B") }
        .flatMap { $0.matches(of: /\bE[A-Z]{3,}\b/).map { String($0.0) } }
        .filter { !$0.hasPrefix("EPOLL") && $0 != "ERESTARTSYS" && $0 != "EWOULDBLOCK" })
  }

  /// What makes none of its own, or makes those of others, has no page.
  @Test(
    arguments: Command.all.filter {
      [.opening, .connecting, .transfer, .waiting, .options].contains($0.group) && $0.makesCall
    }.map(\.name))
  func everyCallHasAPage(name: String) throws {
    let others = ["reset", "recvuntil", "recvall", "sendall", "hex", "nonblock", "signal", "wait", "cancel", "fg"]
    if !others.contains(name) { #expect(try Play().run("errors \(name)").listing.first != nil) }
  }

  /// Pages of section 7 are asked for by their names.
  @Test(arguments: ErrorPage.families.map { $0.words[0] }) func aFamilyHasAPage(name: String) throws {
    let page = try #require(ErrorPage.families.first { $0.words[0] == name })
    #expect(Set(page.errors.map(\.symbol)).count == page.errors.count)
    let play = Play()
    let list = try play.run("errors \(name)").listing
    #expect(
      list.dropFirst().filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != " " }) }
        == page.errors.map(\.symbol))
    for error in page.errors {
      let lines = try play.run("errors \(name) \(error.symbol)").listing
      #expect(lines[0] == "a call on a socket of \(name)(7) fails with \(error.symbol) because")
      #expect(Errno(symbol: error.symbol)?.symbol == error.symbol && !error.cause.hasSuffix("."))
    }
  }

  /// It leads to the session, or says why there is none.
  @Test func aPairLeadsToItsSession() throws {
    let play = Play()
    let shown = try play.run("errors sendto EMSGSIZE").listing
    #expect(shown.contains("A session shows it: errors sendto EMSGSIZE --try plays it"))
    #expect(shown.contains { $0.hasSuffix("/Sessions/errors/send-EMSGSIZE.session") })
    #expect(try play.run("errors socket ENFILE").listing.contains { $0.hasPrefix("A session shows it (injected): ") })
    #expect(try play.run("errors accept EPROTO").listing.contains("No session shows it"))
    #expect(try play.run("errors sendto EMSGSIZE --try").request.map { "\($0)" }?.contains("send-EMSGSIZE") == true)
  }

  @Test func theThreeWaysOfAsking() throws {
    let play = Play()
    #expect(try play.run("errors").listing.contains { $0.hasPrefix("bind ") })
    #expect(try play.run("errors sendto").listing.contains { $0.hasSuffix("  send cli x MSG_NOSIGNAL = -1 EPIPE") })
    #expect(try play.run("errors econnreset").listing.dropFirst().map { $0.prefix { $0 != " " } } == ["send", "recv"])
    #expect(try play.run("errors bind EADDRINUSE").listing.last == "  bind b {srv} = -1 EADDRINUSE")
    let started = try play.run("errors dup EMFILE").listing
    #expect(started.contains("  $ ulimit -n 64; sockplay") && started.last == "  dup srv twin = -1 EMFILE")
    #expect(
      try play.run("errors getaddrinfo EAI_FAMILY").listing.last == "  getaddrinfo 127.0.0.1 80 AF_UNIX = -6 EAI_FAMILY"
    )
    #expect(try play.run("errors adopt").listing.filter { $0.hasPrefix("pidfd_") } == ["pidfd_open", "pidfd_getfd"])
    #expect(try play.run("errors adopt ESRCH").listing.contains("pidfd_getfd fails with ESRCH because"))
    for line in ["errors nothing", "errors bind EPIPE", "errors EPIPE bind"] {
      #expect(throws: (any Error).self) { try play.run(line) }
    }
  }
}
