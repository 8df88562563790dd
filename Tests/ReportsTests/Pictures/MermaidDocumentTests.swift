import Support
import Testing

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

  @Test func everyTextStaysInItsLine() {
    for text in SuiteSamples.strangeTexts {
      let lines = MermaidDocument.text(of: PictureSamples.strange(text), in: .english).split(
        whereSeparator: \.isNewline)
      #expect(lines.count == 7)
    }
  }
}
