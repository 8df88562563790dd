/// Looks for a delimiter in data that come piece by piece, each byte once. It remembers how much of the delimiter the data end
/// with (the algorithm of Knuth, Morris and Pratt), so that a delimiter is found wherever it is cut, however long it is.
struct DelimiterScanner {
  private let delimiter: [UInt8]
  /// For each beginning of the delimiter, the length of the longest shorter one that it ends with.
  private let failureTable: [Int]
  /// How many bytes of the delimiter the data end with.
  private var matched = 0

  /// `delimiter` is not empty.
  init(_ delimiter: [UInt8]) {
    self.delimiter = delimiter
    var failureTable = [0, 0]
    failureTable.reserveCapacity(delimiter.count + 1)
    for index in delimiter.indices.dropFirst() {
      failureTable.append(Self.next(delimiter[index], after: failureTable[index], delimiter, failureTable))
    }
    self.failureTable = failureTable
  }

  /// Where the delimiter ends in `piece`, which is to come next; nil where it does not.
  func end(in piece: [UInt8]) -> Int? {
    var ahead = self
    return ahead.take(piece)
  }

  /// The same for a piece that has come; what follows the delimiter is not looked at.
  mutating func take(_ piece: [UInt8]) -> Int? {
    for (index, byte) in piece.enumerated() {
      matched = Self.next(
        byte, after: matched == delimiter.count ? failureTable[matched] : matched, delimiter, failureTable)
      if matched == delimiter.count { return index + 1 }
    }
    return nil
  }

  /// How many bytes of `delimiter` the data end with when `byte` comes after `count` of them.
  private static func next(_ byte: UInt8, after count: Int, _ delimiter: [UInt8], _ failureTable: [Int]) -> Int {
    var count = count
    while count > 0, delimiter[count] != byte { count = failureTable[count] }
    return delimiter[count] == byte ? count + 1 : 0
  }
}
