@testable import Reports
import Testing

@Suite struct TextBufferTests {
  private func text(_ body: (inout TextBuffer) -> Void) -> String {
    var text = TextBuffer()
    body(&text)
    return text.string
  }

  @Test(arguments: [
    0, 7, 9, 10, 99, 100, 1_000_000, 999_999_999_999_999_999, 1_000_000_000_000_000_000, -1, -10, .max, .min,
  ])
  func numbersAreWritten(number: Int) { #expect(text { $0.put(number) } == "\(number)") }

  @Test(arguments: [0, 1, 2, 3])
  func longDataAreNotCutInsideACharacter(offset: Int) {
    let data = Array((String(repeating: "x", count: offset) + String(repeating: "한", count: 30)).utf8)
    let shown = text { CallText.write(data: data, to: &$0) }
    #expect(shown.hasPrefix("\"" + String(repeating: "x", count: offset) + "한") && shown.hasSuffix("한\"..."))
    #expect(!shown.contains("\\"))
  }

  @Test(arguments: [0x61, 0x80, 0xbf, 0xff] as [UInt8])
  func dataThatAreNoTextAreCutAfterAsManyBytes(byte: UInt8) {
    let shown = text { CallText.write(data: Array(repeating: byte, count: 65), to: &$0) }
    #expect(shown.count == (byte == 0x61 ? 64 : 64 * 4) + 5)
  }

  @Test func bytesAreWrittenInHex() {
    #expect(
      text {
        $0.put(hex: 0); $0.put(hex: 0xaf)
      } == "00af")
  }

  @Test func columnsCountWhatATerminalShows() {
    #expect(
      text {
        $0.put(text: "안녕"); $0.pad(to: 8); $0.put("x")
      } == "안녕    x")
    #expect(
      text {
        $0.put(text: "e\u{301}"); $0.pad(to: 8); $0.put("x")
      } == "e\u{301}       x")
    #expect(
      text {
        $0.put("long word"); $0.pad(to: 4); $0.put("x")
      } == "long word  x")
    #expect(
      text {
        $0.put("line"); $0.endLine(); $0.put("a"); $0.pad(to: 4); $0.put("x")
      } == "line\na   x")
  }

  @Test func blanksAreTakenBackUpToTheLinesStart() {
    #expect(
      text {
        $0.put("a"); $0.endLine(); $0.put("   "); $0.trimEnd(); $0.put("b")
      } == "a\nb")
  }

  @Test func aLongTextFits() { #expect(text { for _ in 0..<5000 { $0.put("0123456789") } }.utf8.count == 50_000) }

  @Test(arguments: [
    (700, "  0.7 µs"), (9_999, "   9 µs"), (10_000, "  10 µs"), (999_999, " 999 µs"), (1_000_000, "  1.0 ms"),
    (999_999_999, "  999.9 ms"),
    (1_000_000_000, "  1.0 s"), (61_500_000_000, "  61.5 s"),
  ])
  func timesAreForPeople(nanoseconds: Int, text: String) {
    #expect(self.text { Duration.write(Int64(nanoseconds), to: &$0) } == text)
  }
}
