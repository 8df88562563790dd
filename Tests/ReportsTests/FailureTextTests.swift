@testable import Reports
import Runner
import SessionLanguage
import Sockets
import Support
import Text
import Testing

@Suite struct FailureTextTests {
  private typealias Sample = (line: String, exchange: Exchange?, kind: Failure.Kind, span: Span?)

  private static let long = Array("The quick brown fox jumps over the lazy dog".utf8)
  private static let samples: [Sample] = [
    ("recv conn", Samples.failed(Samples.recv, "ECONNRESET"), .failed, nil),
    ("recv conn = 4", Samples.done(Samples.recv, 5), .result, 12..<13),
    ("recv conn = -1 EADDRINUSE", Samples.failed(Samples.recv, "EINVAL"), .errno, 15..<25),
    ("recv conn = -1 EINVAL", Samples.done(Samples.recv, 5), .result, 15..<21),
    (
      "recv conn = 5 \"hellO\"", Samples.done(Samples.recv, 5, data: Array("hello".utf8)),
      .data(expected: Array("hellO".utf8), isPrefix: false), 14..<21
    ),
    (
      "recv conn = 5 \"hello, you\"", Samples.done(Samples.recv, 5, data: Array("hello".utf8)),
      .data(expected: Array("hello, you".utf8), isPrefix: false), 14..<26
    ),
    (
      "recv conn = 5 \"\"", Samples.done(Samples.recv, 5, data: Array("hello".utf8)),
      .data(expected: [], isPrefix: false), 14..<16
    ),
    (
      "recv conn = 43 \"…\"...", Samples.done(Samples.recv, 43, data: Self.long),
      .data(expected: Array(Self.long.prefix(30)) + [0, 255], isPrefix: true), 15..<23
    ),
    (
      "recv conn = 100 \"\\e[31m\"",
      Samples.done(Samples.recv, 100, data: Array("\u{1b}[32m\u{9b}한\u{202e}".utf8) + Array(repeating: 7, count: 80)),
      .data(expected: Array("\u{1b}[31m".utf8), isPrefix: false), 16..<25
    ),
    ("recv conn = 5 /^x/", Samples.done(Samples.recv, 5, data: Array("hello".utf8)), .noMatch(pattern: "^x"), 14..<18),
    (
      "recvfrom srv = 5 from {cli}", Samples.done(Samples.recv, 5, data: Array("hello".utf8), from: Samples.client),
      .sender(expected: "127.0.0.1:1"), 22..<27
    ),
    ("recv conn = 0 EOF", Samples.done(Samples.recv, 5, data: Array("hello".utf8)), .notEndOfFile, 12..<17),
    ("recv conn = blocks", Samples.done(Samples.recv, 5), .notBlocked, 12..<18),
    ("recv conn", Samples.failed(Samples.recv, "EINTR"), .deadline(2000), nil),
    ("recv conn & = 5", Exchange(call: Samples.recv, answer: nil), .stillWaiting, 14..<15),
    (
      "close cli = 0 [cli TIME_WAIT]", Samples.done(Call("close", .descriptor(4)), 0),
      .state(handle: "cli", expected: "TIME_WAIT", got: "FIN_WAIT2", afterMilliseconds: 1000), 15..<28
    ),
    ("? conn.unread == 0 and srv.queue == 1", nil, .condition(seen: ["conn.unread is 5"]), 2..<18),
    ("\t 안녕> recv conn = 4", Samples.done(Samples.recv, 5), .result, 25..<26),
  ]

  @Test(arguments: [Language.english, .korean])
  func everyFailureIsDrawnLikeACompilersError(language: Language) throws {
    let drawn = Self.samples.map { sample -> String in
      let line = sample.line.replacing("안녕> ", with: "a> ")
      let step = Samples.step(line, sample.exchange.map { [$0] } ?? [], []) {
        $0.failure = Failure(sample.kind, at: sample.line == line ? sample.span : 18..<19)
        if sample.span == nil { $0.reason = Reason(sentence: "the other end of conn sent RST") }
      }
      let diagnostic = FailureText.diagnostic(step)!.translated(to: language)
      return DiagnosticText.render(diagnostic, at: step.place, line: step.line, style: Style(isColoured: false))
    }
    try Golden.expect(drawn.joined(separator: "\n"), language.text("failures", korean: "failures-korean"))
  }

  /// A call with a time limit of its own has waited for that.
  @Test func aCallThatReturnedByItselfIsNotSaidNotToHaveWaited() {
    let step = Samples.step("recv conn = timeout", [Samples.failed(Samples.recv, "EAGAIN", 300_400_000)], []) {
      $0.failure = Failure(.notBlocked, at: 12..<19)
    }
    let error = FailureText.diagnostic(step)
    #expect(error?.title == "the call returned by itself")
    #expect(error?.label == "got EAGAIN (Resource temporarily unavailable) after 300 ms")
  }

  /// What came of several messages is gone, and is shown.
  @Test func theMessagesThatCameAreShown() throws {
    let play = try Play(["socketpair a b unix-dgram", "send a one"])
    let step = try play.run(#"recvmmsg b 2 10 = 2 "one" "two" within 100ms"#)
    let notes = try #require(FailureText.diagnostic(step)?.notes)
    #expect(notes.contains(Diagnostic.Note("came", #"1 message: "one""#)) && !notes.contains { $0.word == "why" })
  }

  @Test func aSendThatTookLessSaysWhy() throws {
    let play = try Play(["socketpair a b", "nonblock a on"])
    let error = FailureText.diagnostic(try play.run("send a fill:9M = 9437184"))
    #expect(error?.notes.last?.text.hasSuffix("had no room for more, and the call was non-blocking") == true)
  }

  @Test func noFailureIsNoError() { #expect(FailureText.diagnostic(Samples.all[0]) == nil) }

  @Test func notesAreWrappedAtTheWidthOfTheTerminal() {
    let diagnostic = Diagnostic("t", at: 0..<1, help: "one two three four five six seven").with(
      "got", "00000000  61 62 63 64 65 66")
    let text = DiagnosticText.render(
      diagnostic, at: Place(source: "", number: 1), line: Array("abc".utf8)[...], style: Style(isColoured: false),
      width: 30)
    #expect(
      text.hasSuffix("\n = help  one two three four\n         five six seven\n = got   00000000  61 62 63 64 65 66\n"))
  }

  // MARK: Every error's line

  private func drawn(_ line: [UInt8], _ span: Span?) -> [Substring] {
    DiagnosticText.render(
      Diagnostic("t", at: span, label: "here"), at: Place(source: "f", number: 12), line: line[...],
      style: Style(isColoured: false)
    ).split(separator: "\n")
  }

  @Test(
    arguments: [
      ("close abc", 6..<9, "12 | close abc", "   |       ^^^ here", "  --> f:12:7"),
      ("안녕 abc", 7..<10, "12 | 안녕 abc", "   |      ^^^ here", "  --> f:12:4"),
      ("a\tb", 2..<3, "12 | a b", "   |   ^ here", "  --> f:12:3"),
      ("a", 1..<2, "12 | a", "   |  ^ here", "  --> f:12:2"), ("", 0..<1, "12 | ", "   | ^ here", "  --> f:12:1"),
      (#"a "\{x}\\""#, 2..<10, #"12 | a "\{x}\\""#, "   |   ^^^^^^^^ here", "  --> f:12:3"),
      ("  x ", nil, "12 |   x ", "   |   ^ here", "  --> f:12:3"),
    ] as [(String, Span?, String, String, String)])
  func caretsStandBelowWhatTheyMean(line: String, span: Span?, excerpt: String, carets: String, place: String) {
    #expect(drawn(Array(line.utf8), span).map(String.init) == ["error: t", place, "   |", excerpt, carets])
  }

  @Test func aLongLineIsCutAroundWhatMatters() {
    let line =
      Array(repeating: UInt8(ascii: "a"), count: 500) + Array("bad".utf8)
      + Array(repeating: UInt8(ascii: "z"), count: 1 << 20)
    let lines = drawn(line, 500..<503)
    #expect(lines[1] == "  --> f:12:501")
    #expect(lines[3].count < 300 && lines[3].contains("…aaa") && lines[3].hasSuffix("zz…"))
    let start = lines[3].utf8.count - lines[3].drop { $0 != "b" }.utf8.count
    #expect(lines[4].prefix { $0 != "^" }.count == start - 2, "one … of three bytes takes one column")
  }

  @Test func whatATerminalWouldObeyIsEscapedEverywhere() {
    let evil = "\u{1b}[2J\u{9b}31m\u{7}\u{202e}"
    let diagnostic = Diagnostic("title \(evil)", at: 0..<1, label: "label \(evil)", help: "help \(evil)\nmore \(evil)")
    let text = DiagnosticText.render(
      diagnostic, at: Place(source: "f\(evil)", number: 1), line: Array("x\(evil)".utf8)[...] + [0xff, 0],
      style: Style(isColoured: false))
    #expect(
      text.unicodeScalars.allSatisfy { $0 == "\n" || ![.control, .format].contains($0.properties.generalCategory) })
  }
}
