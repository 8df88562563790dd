import Foundation
import Support
import Testing
import Text

@testable import Reports

/// `export html`, held against Python's parser, and against Chromium where that is installed.
@Suite(.waits) struct SessionPageTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  static func snapshot(_ name: String) -> URL { folder.appendingPathComponent("Snapshots/\(name).txt") }

  private static var page: String { SessionPage(session: PictureSamples.session, language: .english).text }

  @Test func thePageIsWrittenAsItWas() throws {
    let page = Self.page
    let body = page[
      try #require(page.range(of: "<body>")).lowerBound..<(try #require(page.range(of: "<script>"))).lowerBound]
    try Golden.expect(String(body), at: Self.snapshot("session-page.html"))
  }

  @Test func nothingOfASessionBecomesMarkup() throws {
    let strange =
      SuiteSamples.strangeTexts.prefix(3) + [
        "</script><script>alert(1)</script>", "</style><!--", "]]>\u{2028}\u{2029}",
      ]
    let pages = [Self.page] + strange.map { SessionPage(session: PictureSamples.strange($0), language: .korean).text }
    #expect(try Self.problems(pages) == [])
  }

  @Test func itsPolicyAllowsOnlyItsOwnScript() throws {
    #expect(Self.page.contains("default-src 'none'; script-src 'sha256-"))
    #expect(!Self.page.contains("unsafe-inline") && !Self.page.contains(" style=") && !Self.page.contains(" onclick="))
    for text in [SessionPageScript.text, SessionPageStyle.text] { #expect(!text.contains("</")) }
  }

  @Test func aBrowserStepsThroughItWithoutAComplaint() throws {
    let chromium = "/usr/bin/chromium"
    guard FileManager.default.isExecutableFile(atPath: chromium) else { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("page.html")
    try Data(Self.page.utf8).write(to: path)
    let ended = try Program.run(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
        "--user-data-dir=\(folder.path)/profile", "--dump-dom", "file://\(path.path)#step=4&lang=ko",
      ], of: chromium, limit: 120)
    try #require(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("<html lang=\"ko\" class=\"stepping\""))
    #expect(ended.output.contains("<section class=\"step now\" id=\"step-4\""))
    #expect(!ended.errors.contains("CONSOLE"), "\(ended.errors)")
  }

  /// Tags that are not closed in their order, tags and attributes that could do something, and what the policy does not
  /// allow.
  private static func problems(_ texts: [String]) throws -> [String] {
    let script = #"""
      import base64, hashlib, sys
      from html.parser import HTMLParser
      tags = set("html head meta title style script body header main nav section div aside figure figcaption h1 h2 h3 p b i a span code pre ol li table thead tbody tr th td button svg defs g marker path rect text use".split())
      names = set("lang charset http-equiv content name class id href type scope role tabindex aria-hidden aria-label data-at data-way viewbox refx refy markerwidth markerheight markerunits orient d x y width height rx text-anchor".split())
      class Look(HTMLParser):
          def __init__(self):
              super().__init__()
              self.open, self.policy, self.hashes, self.scripts = [], "", [], 0
          def handle_starttag(self, tag, attributes):
              if tag not in tags: print("tag", tag)
              self.scripts += tag == "script"
              for name, value in attributes:
                  if name not in names: print("attribute", name, value)
                  if name == "href" and not value.startswith("#"): print("href", value)
                  if name == "content" and value.startswith("default-src"): self.policy = value
              if tag != "meta": self.open.append(tag)
          def handle_endtag(self, tag):
              if not self.open or self.open.pop() != tag: print("end of", tag)
          def handle_startendtag(self, tag, attributes):
              self.handle_starttag(tag, attributes)
              self.open.pop()
          def handle_comment(self, text): print("comment", text)
          def handle_data(self, text):
              if self.open and self.open[-1] in ("script", "style"):
                  self.hashes.append("sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())
          def close(self):
              super().close()
              if self.open: print("open:", self.open)
              if self.scripts != 1 or len(self.hashes) != 2: print("scripts", self.scripts, self.hashes)
              for hash in self.hashes:
                  if hash not in self.policy: print("not allowed:", hash)
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
