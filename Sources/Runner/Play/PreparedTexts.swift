import SessionLanguage

/// The lines of a file, each ready to run. Those of the texts that were played last stay so: as many as a loop may well
/// have, and not as many as a long file has.
struct PreparedTexts {
  private static let limit = 1024

  private let file: SessionFile
  private var lines: [PreparedLine?]
  /// Which text each of them has. Texts that follow one another have places that follow one another.
  private var numbers: [Int]

  init(of file: SessionFile) {
    self.file = file
    let count = max(1, min(file.textCount, Self.limit))
    lines = Array(repeating: nil, count: count)
    numbers = Array(repeating: 0, count: count)
  }

  /// The line at `index` of the file.
  subscript(index: Int) -> PreparedLine {
    mutating get {
      let number = file.number(index)
      let place = number % Self.limit
      if numbers[place] == number, let line = lines[place] { return line }
      let line = PreparedLine(file.statement(index))
      (numbers[place], lines[place]) = (number, line)
      return line
    }
  }
}
