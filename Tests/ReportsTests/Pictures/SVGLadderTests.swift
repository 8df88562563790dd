import Support
import Testing

@testable import Reports

@Suite(.waits) struct SVGLadderTests {
  @Test func thePictureIsWrittenAsItWas() throws {
    let text = SVGLadder.text(of: PictureSamples.session, in: .english)
    try Golden.expect(text, at: SessionPageTests.snapshot("session.svg"))
  }

  /// Python reads XML strictly.
  @Test func eachIsXMLWithoutAScript() throws {
    let strange = SuiteSamples.strangeTexts.prefix(3) + ["]]></style></svg><script>1</script>"]
    let texts = strange.map { SVGLadder.text(of: PictureSamples.strange($0), in: .english) }
    let script = #"""
      import sys, xml.dom.minidom
      for text in sys.stdin.buffer.read().split(b"\0"):
          names = {node.tagName for node in xml.dom.minidom.parseString(text).getElementsByTagName("*")}
          print(" ".join(sorted(names - set("svg title style rect path text".split()))), end="")
      """#
    let ended = try Program.run(
      ["-c", script], of: "/usr/bin/python3", input: Array(texts.joined(separator: "\0").utf8), limit: 600)
    #expect(ended.code == 0 && ended.output == "", "\(ended.errors)")
  }

  @Test func anEmptySessionHasAPicture() {
    let text = SVGLadder.text(of: PlayedSession(source: "none.session"), in: .english)
    #expect(text.contains("none.session") && !text.contains("-1"))
  }
}
