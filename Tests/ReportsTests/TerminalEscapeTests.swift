@testable import Reports
import Runner
import SessionLanguage
import Support
import Testing

@Suite(.waits) struct TerminalEscapeTests {
  /// What turns the direction of writing, or is not seen: U+202A to U+202E, U+2066 to U+2069, marks, joiners, fillers,
  /// tags.
  private static let hidden =
    Array(0x202a...0x202e) + Array(0x2066...0x2069) + [
      0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x061c, 0x2060, 0xfeff, 0xad, 0x3164, 0x2028,
    ]
    + [0xe0041, 0x9b, 0x1b, 0xfe0f]

  @Test(arguments: hidden) func whatIsHiddenOrObeyedIsEscaped(value: Int) {
    let scalar = String(Unicode.Scalar(UInt32(value))!)
    for text in [scalar, "a\(scalar)b", "한\(scalar)글", "\(scalar)\(scalar)"] {
      let escaped = String(Literal.text(scalar.utf8).dropFirst().dropLast())
      #expect(
        TerminalEscape.prose(text) == text.unicodeScalars.map { String($0) == scalar ? escaped : String($0) }.joined())
      #expect(escaped.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
    }
  }

  @Test(arguments: [
    "plain \"quoted\" {brace} \\", "a\ttab", "한국어", "\u{1112}\u{1161}\u{11ab}", "e\u{301}", "ع", "👩\u{200d}💻",
    "👩🏽\u{200d}🚒", "❤\u{fe0f}",
    "❤\u{fe0f}\u{200d}🔥", "1\u{fe0f}\u{20e3}", "🇰🇷", "→ … µs",
  ])
  func allElseStays(text: String) { #expect(TerminalEscape.prose(text) == text) }

  @Test func aJoinerThatJoinsNothingIsSeen() {
    #expect(TerminalEscape.prose("👩\u{200d}") == #"👩\xe2\x80\x8d"#)
    #expect(TerminalEscape.prose("👩\u{200d}x") == #"👩\xe2\x80\x8dx"#)
    #expect(TerminalEscape.prose("1\u{200d}2") == #"1\xe2\x80\x8d2"#)
  }

  /// Wherever a file or a person can write a word, none comes out that reads otherwise than it runs.
  @Test(arguments: [[], ["--json"]]) func noLineReadsOtherwiseThanItRuns(options: [String]) throws {
    let lines = [
      "## head %", "# prose %", "let v a%b", "socket% x", "socket srv tcp", "bind srv 127.0.0.1%:0",
      "bind srv unix:/tmp/a%",
      "getaddrinfo ho%st 80", "socket u udp", "bind u 127.0.0.1:0", "sendto u \"a%b\" {u}", "recv u 64",
      "setsockopt srv TCP_CONGESTION re%no",
      "setsockopt srv SO_BINDTODEVICE l%", "sendfile srv /tmp/x%", "send srv @/tmp/%", "source /tmp/%",
      "record /tmp/%/y", "why s%",
      "help a%",
      "errors a%", "sysctl a%", "sockets a%", "poll srv:POLL%", "pause \"a%\"", "recv srv 64 MSG%",
      "? v == a% within 1ms",
      "? srv.fd == % within 1ms", "role a%",
      "ioctl srv SIOCGIFINDEX lo%", "send srv rep:2:%", "wait a%", "sleep a%", "@let x = %", "@needs %", "repeat %",
      "end %",
    ]
    let hidden = ["\u{202e}", "\u{2066}", "\u{200b}", "\u{e0041}"]
    let programs = try concurrently(hidden.count) { number in
      let input = lines.map { $0.replacing("%", with: hidden[number]) }.joined(separator: "\n")
      return try Program.run(["--keep-going"] + options, input: Array(input.utf8))
    }
    for (hidden, ended) in zip(hidden, programs) {
      for line in (ended.output + ended.errors).split(separator: "\n")
      where line.unicodeScalars.contains(hidden.unicodeScalars.first!) {
        Issue.record("raw on the screen: \(line)")
      }
      #expect(ended.output.contains(options.isEmpty ? "head \\x" : #""type":"heading","text":"head \u"#))
    }
  }
}
