import Testing

@testable import Imports

/// What came, as a line expects it.
@Suite struct ImportedDataTests {
  private func expected(_ text: String, isCut: Bool = false) -> String? {
    ImportedData.expected(Array(text.utf8), isCut: isCut)
  }

  @Test func dataAreWrittenAsTheyAre() {
    #expect(expected("") == nil)
    #expect(expected("a{b}\r\n") == #""a\{b}\r\n""#)
    #expect(expected("ab", isCut: true) == #""ab"..."#)
  }

  @Test func longDataAreTheirBeginning() {
    let long = String(repeating: "x", count: 2000)
    #expect(expected(long) == "\"" + String(repeating: "x", count: 1024) + "\"...")
  }

  /// The date of an HTTP answer is another each time.
  @Test func datesOfHTTPArePatterns() {
    let answer =
      "HTTP/1.0 200 OK\r\nDate: Mon, 30 Nov 2026 01:57:08 GMT\r\nLast-Modified: Mon, 30 Nov 2026 01:46:49 GMT\r\n\r\n"
    #expect(
      expected(answer)
        == #"/^HTTP\/1\.0 200 OK\r\nDate: [A-Za-z0-9:, ]{29}\r\nLast-Modified: Mon, 30 Nov 2026 01:46:49 GMT\r\n\r\n$/"#
    )
    #expect(expected("Date: Mon, 30 Nov 2026 01:57:08 GMT") == #""Date: Mon, 30 Nov 2026 01:57:08 GMT""#)
  }
}
