import Support
import Testing

@testable import Reports

/// `--report-html`, held against Python's parser. No browser is needed: there is no script, and nothing is loaded.
@Suite(.waits) struct HTMLPageTests {
  @Test func theIndexIsWrittenAsItWas() throws {
    let text = HTMLIndex.text(of: SuiteSamples.suite)
    try Golden.expect(text, "suite-index.html")
    #expect(try problems([text]) == [])
  }

  @Test func thePageOfAFileIsWrittenAsItWas() throws {
    let body = SuiteSamples.suite.files.map { HTMLPage.text(of: $0) }
    try Golden.expect(String(body[1][(body[1].range(of: "<body>")!.lowerBound)...]), "suite-page.html")
    #expect(try problems(body) == [])
    #expect(body[5].contains("passed on try 3") && body[5].contains("<h2>Try 2</h2>\n<pre>error: wrong errno"))
  }

  @Test func everyCharacterIsWrittenSoThatItIsOnlyText() throws {
    let pages = SuiteSamples.strangeTexts.flatMap { text in
      let suite = SuiteSamples.strange(text)
      return [HTMLIndex.text(of: suite), HTMLPage.text(of: suite.files[0])]
    }
    #expect(try problems(pages) == [])
  }

  @Test func theNameOfAPageIsPlain() {
    #expect(HTMLPage.name(of: FileResult(path: "s/../\"안.session"), number: 7) == "7-s---------session.html")
    #expect(HTMLPage.name(of: FileResult(path: String(repeating: "a/", count: 200)), number: 1).utf8.count < 120)
  }

  /// Tags that are not closed in their order, and tags and attributes that could do something.
  private func problems(_ texts: [String]) throws -> [String] {
    let script = #"""
      import sys
      from html.parser import HTMLParser
      class Look(HTMLParser):
          def __init__(self):
              super().__init__()
              self.open = []
          def handle_starttag(self, tag, attributes):
              if tag not in {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "a", "span", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "ul", "li", "div"}:
                  print("tag", tag)
              for name, value in attributes:
                  if name not in {"lang", "charset", "name", "content", "http-equiv", "class", "href", "id", "title", "colspan"}: print(name, value)
                  if name == "href" and not value.replace("-", "").replace(".", "").isalnum(): print(name, value)
              if tag != "meta": self.open.append(tag)
          def handle_endtag(self, tag):
              if not self.open or self.open.pop() != tag: print("end of", tag)
          def close(self):
              super().close()
              if self.open: print("open:", self.open)
      for text in sys.stdin.buffer.read().split(b"\0"):
          look = Look()
          look.feed(text.decode())
          look.close()
      """#
    let ended = try Program.run(
      ["-c", script], of: "/usr/bin/python3", input: Array(texts.joined(separator: "\0").utf8), limit: 600)
    try #require(ended.code == 0, "\(ended.errors)")
    return ended.output.split(separator: "\n").map(String.init)
  }
}
