/// Two lists of lines beside each other, so that a line which only one of them has does not make all after it differ.
struct LineAlignment {
  /// A line of both, or of one.
  struct Pair: Equatable {
    let left: Int?
    let right: Int?
  }

  private(set) var pairs: [Pair] = []

  /// Two lists that differ in more lines than that in between are not searched for what they have in common.
  private static let mostCells = 16_000_000

  /// - Parameters:
  ///   - left: What each line is, in full.
  ///   - right: The same of the other list.
  ///   - leftKinds: What each line does, whatever comes of it: two lines that do the same stand beside each other.
  ///   - rightKinds: The same of the other list.
  init(_ left: [String], _ right: [String], kinds leftKinds: [String], _ rightKinds: [String]) {
    let start = zip(left, right).prefix { $0 == $1 }.count
    let end = zip(left[start...].reversed(), right[start...].reversed()).prefix { $0 == $1 }.count
    pairs = (0..<start).map { Pair(left: $0, right: $0) }
    middle(leftKinds[start..<(left.count - end)], rightKinds[start..<(right.count - end)])
    pairs += (0..<end).map { Pair(left: left.count - end + $0, right: right.count - end + $0) }
  }

  /// The longest common part of two lists, by the table of its lengths.
  private mutating func middle(_ left: ArraySlice<String>, _ right: ArraySlice<String>) {
    let (rows, columns) = (left.count, right.count)
    guard rows > 0, columns > 0, rows < Self.mostCells / columns else {
      pairs += left.indices.map { Pair(left: $0, right: nil) } + right.indices.map { Pair(left: nil, right: $0) }
      return
    }
    let (one, other) = Self.numbers(left, right)
    var lengths = [Int32](repeating: 0, count: (rows + 1) * (columns + 1))
    func cell(_ row: Int, _ column: Int) -> Int { row * (columns + 1) + column }
    for row in stride(from: rows - 1, through: 0, by: -1) {
      for column in stride(from: columns - 1, through: 0, by: -1) {
        lengths[cell(row, column)] =
          one[row] == other[column]
          ? lengths[cell(row + 1, column + 1)] + 1
          : max(lengths[cell(row + 1, column)], lengths[cell(row, column + 1)])
      }
    }
    var (row, column) = (0, 0)
    while row < rows || column < columns {
      let isSame = row < rows && column < columns && one[row] == other[column]
      let takesLeft =
        isSame || column == columns
        || row < rows && lengths[cell(row + 1, column)] >= lengths[cell(row, column + 1)]
      let takesRight = isSame || !takesLeft
      pairs.append(
        Pair(left: takesLeft ? left.startIndex + row : nil, right: takesRight ? right.startIndex + column : nil))
      if takesLeft { row += 1 }
      if takesRight { column += 1 }
    }
  }

  /// The lines as numbers, equal ones as the same.
  private static func numbers(_ left: ArraySlice<String>, _ right: ArraySlice<String>) -> ([Int], [Int]) {
    var known: [String: Int] = [:]
    func number(_ line: String) -> Int {
      if let number = known[line] { return number }
      known[line] = known.count
      return known.count - 1
    }
    return (left.map(number), right.map(number))
  }
}
