import Testing

@testable import Reports

@Suite struct CardMarkupTests {
  @Test(arguments: [
    ("a", "<span class=\"l\">a\n</span>"), ("", ""),
    ("\u{1b}[31m<b>\u{1b}[0m c", "<span class=\"l\"><span class=\"bad\">&lt;b&gt;</span> c\n</span>"),
    ("\u{1b}[2ma", "<span class=\"l\"><span class=\"quiet\">a</span>\n</span>"),
    ("a\u{1b}[99mb\u{1b}[0mc", "<span class=\"l\">abc\n</span>"),
    ("A  B  C  D  E  F  G", "<span class=\"l row\">A  B  C  D  E  F  G\n</span>"),
  ])
  func coloursBecomeClasses(card: String, html: String) { #expect(CardMarkup.html(card) == html) }
}
