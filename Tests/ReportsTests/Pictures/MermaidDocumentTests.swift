import Runner
import SessionLanguage
import Sockets
import Support
import Testing
import Text

@testable import Reports

@Suite struct MermaidDocumentTests {
  @Test func theDiagramIsWrittenAsItWas() throws {
    let text = MermaidDocument.text(of: PictureSamples.session, in: .korean)
    try Golden.expect(text, at: SessionPageTests.snapshot("session.mermaid"))
  }

  @Test(arguments: [
    ("end", "#101;nd"), ("END of", "#69;ND of"), ("send", "send"), ("a;b#c", "a#59;b#35;c"), ("x: y", "x#58; y"),
    ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"), ("<br>", "#60;br#62;"), ("안녕 → b", "안녕 → b"),
    ("a-->b", "a#45;#45;#62;b"),
    ("\u{202e}", "#60;U+202E#62;"),
  ])
  func whatCouldBeSyntaxIsANumber(text: String, escaped: String) {
    #expect(MermaidDocument.escape(text) == escaped)
  }

  /// A long session, and one that fails, say so below.
  @Test func whatIsNotShownIsTold() {
    for language in [Language.english, .korean] {
      var session = PictureSamples.session
      session.leftOut = 201
      let remark = session.remark(in: language) ?? ""
      #expect(remark.contains("201"))
      #expect(MermaidDocument.text(of: session, in: language).hasSuffix("  Note over p0,p1: \(remark)\n"))
      #expect(SVGLadder.text(of: session, in: language).contains(">\(remark)</text>\n</svg>"))
    }
  }

  @Test func aLineThatFailsIsTheLastAndSaysWhy() {
    let report = PictureSamples.report
    report.take(
      .step(
        Samples.step(
          "client> close cli = 0", [Samples.failed(Call("close", .closes, .descriptor(4)), "EBADF")],
          []
        ) { $0.failure = Failure(.failed, at: nil) }))
    let text = MermaidDocument.text(of: report.played, in: .english).split(separator: "\n").last ?? ""
    #expect(text.hasPrefix("  Note over p1: error#58; "), "\(text)")
    let alone = PlayedSessionReport(source: "a.session")
    alone.take(
      .refusal(Diagnostic("no such file"), at: Place(source: "a", number: 2), line: Array("send a @x".utf8)[...]))
    #expect(
      MermaidDocument.text(of: alone.played, in: .english).hasSuffix(
        "  participant p0 as a.session\n  Note over p0: send a #64;x – error#58; no such file\n"))
    #expect(SVGLadder.text(of: alone.played, in: .english).contains(">send a @x – error: no such file</text>"))
  }

  @Test func everyTextStaysInItsLine() {
    for text in SuiteSamples.strangeTexts {
      let lines = MermaidDocument.text(of: PictureSamples.strange(text), in: .english).split(
        whereSeparator: \.isNewline)
      #expect(lines.count == 7)
    }
  }
}
