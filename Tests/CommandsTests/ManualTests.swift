import SessionLanguage
import Support
import Testing
import Text

@testable import Commands

@Suite(.waits) struct ManualTests {
  @Test func theOverviewNamesEveryCommandOnce() {
    for command in Command.all {
      #expect(
        Manual.overview(in: .english).filter { $0.hasPrefix("  \(command.name) ") && $0.hasSuffix(command.summary) }
          .count == 1,
        "\(command.name)")
    }
    for line in Manual.overview(in: .english) + Manual.overview(in: .korean) {
      #expect(DisplayWidth.of(line) <= 80, "a terminal of 80 columns would break \(line)")
    }
    for group in Command.Group.allCases { #expect(Manual.overview(in: .english).contains(group.rawValue)) }
  }

  /// No command lacks its sentence in Korean.
  @Test func everyCommandHasItsSentenceInKorean() {
    for command in Command.all {
      #expect(command.korean.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(command.name)")
      #expect(command.korean.hasSuffix("."), "\(command.name)")
      #expect(
        Manual.overview(in: .korean).contains { $0.hasPrefix("  \(command.name) ") && $0.hasSuffix(command.korean) })
    }
  }

  @Test func helpListsBind() throws {
    #expect(try Program.run(["-e", "help"]).output.contains("  bind          Give a socket its local address."))
  }

  @Test func aPageHoldsTheWholeDeclaration() {
    for command in Command.all {
      let page = Manual.page(command, in: .english).joined(separator: "\n")
      #expect(page.hasPrefix(command.synopsis))
      for text in [command.summary] + command.examples { #expect(page.contains(text)) }
    }
  }

  @Test func helpFindsCommandsByAPrefixAndTopics() throws {
    let play = Play()
    #expect(try play.run("help li").listing.first == "listen HANDLE [BACKLOG]")
    #expect(try play.run("help data").listing == Topic.all.first { $0.name == "data" }!.listing(in: .english).lines)
    #expect(throws: (any Error).self) { try play.run("help nonsense") }
  }

  @Test func theLinesOfAParagraphAreOne() {
    #expect(
      Manual.paragraphs("one\ntwo\n\nthree\n  a list\n  of two\nfour") == [
        "one two", "three", "  a list", "  of two", "four",
      ])
    #expect(Manual.paragraphs("") == [])
    #expect(Manual.page(.fcntl, in: .english).contains { $0.hasPrefix("    F_SETFL: ") })
  }

  @Test(arguments: ["sessions", "repeat", "end", "?", "@let", "@needs", "roles", "directives", "variables"])
  func whatStandsInSessionsIsExplained(word: String) throws {
    #expect(try Play().run("help \(word)").listing.contains { $0.hasPrefix("repeat 3 ") })
  }

  @Test func aTopicIsNoCommand() {
    let unknown = #expect(throws: Diagnostic.self) { try Command.find("data", at: 0..<4) }
    #expect(unknown?.label == "" && unknown?.notes.first?.text == "help data explains it; help lists the commands")
    let misspelt = #expect(throws: Diagnostic.self) { try Play().run("help feilds") }
    #expect(misspelt?.label == "did you mean fields?")
  }

  @Test func aFlagInThePlaceOfALengthHasTheUsualLengthBeforeIt() throws {
    let play = Play()
    try play.run("socket u udp")
    let step = try play.run("recv u MSG_DONTWAIT = -1 EAGAIN")
    #expect(step.failure == nil && String(decoding: step.line, as: UTF8.self) == "recv u 4096 MSG_DONTWAIT = -1 EAGAIN")
  }

  @Test(arguments: [
    ("TIME_WAIT", "both ends have sent FIN"), ("epipe", "errno 32: Broken pipe"), ("MSG_PEEK", "leaves the data"),
    ("SO_REUSEADDR", "a socket option of SOL_SOCKET"), ("SHUT_WR", "sends no more"), ("O_NONBLOCK", "EAGAIN instead"),
    ("IP_TTL", "a control message"), ("FIONREAD", "a request of ioctl"), ("POLLRDHUP", "the other end"),
    ("F_SETFL", "a command of fcntl"), ("tcpi_rtt", "TCP_INFO"), ("AF_INET6", "IPv6"), ("SIGPIPE", "blocked while"),
  ])
  func aSymbolOfTheKernelIsATopic(name: String, text: String) throws {
    #expect(try Play().run("help \(name)").listing.joined(separator: "\n").contains(text))
  }

  @Test func everySymbolHasAPage() {
    for (word, page) in ["FIN": "FIN_WAIT1", "rst": "ECONNRESET", "nagle": "TCP_NODELAY", "handshake": "SYN_SENT"] {
      #expect(SymbolPage.find(word, in: .english)?.lines.first?.hasPrefix(page) == true, "\(word)")
    }
    for kind in ["tcp", "udp", "unix"] {
      #expect(SymbolPage.find(kind, in: .english)?.lines.first?.hasPrefix("\(kind)  a kind of socket") == true)
    }
    #expect(SymbolPage.names.count > 300 && SymbolPage.names.allSatisfy { SymbolPage.find($0, in: .english) != nil })
  }

  @Test func columnsAlign() {
    #expect(Columns.align([["a", "bb"], ["ccc", "d"]]) == ["a    bb", "ccc  d"])
    #expect(Columns.align([]) == [])
  }
}
