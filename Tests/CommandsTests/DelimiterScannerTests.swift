@testable import Commands
import Support
import Testing

@Suite struct DelimiterScannerTests {
  /// Where a mark ends first, as anybody would look for it.
  private func plainEnd(of mark: [UInt8], in data: [UInt8]) -> Int? {
    guard data.count >= mark.count else { return nil }
    return (mark.count...data.count).first { data[..<$0].suffix(mark.count).elementsEqual(mark) }
  }

  @Test func aMarkIsFoundWhereItEndsFirstHoweverTheDataAreCut() {
    var random = SeededGenerator(seed: 4)
    for _ in 1...3000 {
      let mark = (0..<Int.random(in: 1...6, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
      let data = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
      var search = DelimiterScanner(mark)
      var seen = 0
      var found: Int?
      while seen < data.count, found == nil {
        let piece = Array(data[seen...].prefix(Int.random(in: 1...9, using: &random)))
        let expected = search.end(in: piece)
        let end = search.take(piece)
        #expect(end == expected)
        found = end.map { seen + $0 }
        seen += piece.count
      }
      #expect(found == plainEnd(of: mark, in: data), "\(mark) in \(data)")
    }
  }

  @Test func itGoesOnBehindAMark() {
    var search = DelimiterScanner([1, 1])
    #expect(
      search.take([1, 1]) == 2 && search.take([1]) == 1 && search.take([2, 1]) == nil && search.take([1, 5]) == 1)
  }
}
