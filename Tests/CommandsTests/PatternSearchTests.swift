import Commands
import Glibc
import Sockets
import Support
import Testing

/// Where a regular expression is found in bytes.
@Suite(.waits) struct PatternSearchTests {
  private func find(_ pattern: String, in bytes: [UInt8]) -> PatternSearch.Result? {
    let isDone = Locked(false)
    let search = PatternSearch(pattern, in: bytes) { isDone.withLock { $0 = true } }
    #expect(search.start() == nil)
    while !isDone.withLock({ $0 }) { usleep(100) }
    return search.result
  }

  @Test(arguments: [
    ("b+", "abbc", 3), ("$", "abc", 3), ("^", "abc", 0), ("안", "안녕", 3), ("녕", "안녕!", 6), ("x*", "abc", 0),
    ("[0-9]+;", "12;34;", 3), ("a(?=b)", "cab", 2),
  ])
  func theFirstMatchEndsAtAByte(pattern: String, text: String, end: Int) {
    #expect(find(pattern, in: Array(text.utf8)) == .found(end: end, group: nil))
  }

  @Test(
    arguments: [
      ("a(b+)c", "xabbc", 5, 2..<4), ("(안)", "가안", 6, 3..<6), ("a(b)?", "ac", 1, 1..<1), ("((a)b)(c)", "abc", 3, 0..<2),
      ("(?:a)(b)", "ab", 2, 1..<2),
    ])
  func theFirstGroupIsAPartOfTheBytes(pattern: String, text: String, end: Int, group: Range<Int>) {
    #expect(find(pattern, in: Array(text.utf8)) == .found(end: end, group: group))
    #expect(
      find(pattern, in: [0xff] + Array(text.utf8))
        == .found(end: end + 1, group: group.lowerBound + 1..<group.upperBound + 1))
  }

  @Test func whatIsNotThereIsNotFound() {
    #expect(find("d", in: Array("abc".utf8)) == .notFound)
    #expect(find("d", in: []) == .notFound)
  }

  /// U+FFFD, which stands for what is not UTF-8, has three bytes, and the bytes that it stands for are not as many.
  @Test(
    arguments: [
      ([0xff, 0xfe, 0x61, 0x62], "a", 3), ([0xe2, 0x82, 0x61], "a", 3), ([0x61, 0xff], "\u{fffd}", 2),
      ([0xff, 0xe2, 0x82, 0xac, 0x61], "€", 4), ([0x61, 0xe2, 0x82], "a", 1), ([0xc0, 0x80, 0x0a], "\\n", 3),
    ] as [([UInt8], String, Int)])
  func bytesThatAreNotUTF8AreCounted(bytes: [UInt8], pattern: String, end: Int) {
    #expect(find(pattern, in: bytes) == .found(end: end, group: nil))
  }
}
