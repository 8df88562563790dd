/// Looks for a mark in data that come piece by piece, each byte once. It remembers how much of the mark the data end
/// with (the algorithm of Knuth, Morris and Pratt), so that a mark is found wherever it is cut, however long it is.
struct DelimiterScanner {
  private let mark: [UInt8]
  /// For each beginning of the mark, the length of the longest shorter one that it ends with.
  private let failureTable: [Int]
  /// How many bytes of the mark the data end with.
  private var matched = 0

  /// `mark` is not empty.
  init(_ mark: [UInt8]) {
    self.mark = mark
    var failureTable = [0, 0]
    failureTable.reserveCapacity(mark.count + 1)
    for index in mark.indices.dropFirst() {
      failureTable.append(Self.next(mark[index], after: failureTable[index], mark, failureTable))
    }
    self.failureTable = failureTable
  }

  /// Where the mark ends in `piece`, which is to come next; nil where it does not.
  func end(in piece: [UInt8]) -> Int? {
    var ahead = self
    return ahead.take(piece)
  }

  /// The same for a piece that has come; what follows the mark is not looked at.
  mutating func take(_ piece: [UInt8]) -> Int? {
    for (index, byte) in piece.enumerated() {
      matched = Self.next(byte, after: matched == mark.count ? failureTable[matched] : matched, mark, failureTable)
      if matched == mark.count { return index + 1 }
    }
    return nil
  }

  /// How many bytes of `mark` the data end with when `byte` comes after `count` of them.
  private static func next(_ byte: UInt8, after count: Int, _ mark: [UInt8], _ failureTable: [Int]) -> Int {
    var count = count
    while count > 0, mark[count] != byte { count = failureTable[count] }
    return mark[count] == byte ? count + 1 : 0
  }
}
