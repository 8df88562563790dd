import Support
import Testing
import Text

@testable import Reports

@Suite struct LabSheetTests {
  @Test(arguments: [Language.english, .korean]) func theSheetIsWrittenAsItWas(language: Language) throws {
    let session = PictureSamples.session
    try Golden.expect(
      LabSheet.text(of: session, DocumentManner(language: language)),
      at: SessionPageTests.snapshot("sheet.\(language.rawValue)"))
    try Golden.expect(
      LabSheet.text(of: session, DocumentManner(language: language, showsAnswers: true)),
      at: SessionPageTests.snapshot("sheet-answers.\(language.rawValue)"))
  }

  @Test(arguments: [
    ("*a* _b_ `c`", #"\*a\* \_b\_ \`c\`"#), ("<b>|&", #"\<b\>\|\&"#), ("- a", #"\- a"#), ("12. a", #"12\. a"#),
    ("1) a", #"1\) a"#), ("3 a", "3 a"), ("# a", "\\# a"), ("= a", #"\= a"#), ("[a](b)", #"\[a\](b)"#),
  ])
  func proseIsNoMarkup(text: String, escaped: String) { #expect(MarkdownText.escape(text) == escaped) }

  @Test func codeHasALongerFenceThanItsText() {
    #expect(MarkdownText.code("a``b") == "```a``b```" && MarkdownText.code("`") == "`` ` ``")
    #expect(MarkdownText.cell("a|b") == #"`a\|b`"#)
    #expect(MarkdownText.block(["````"]) == "`````text\n````\n`````\n")
  }
}
