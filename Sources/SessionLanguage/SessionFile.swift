/// A session file: its text, lossless, and what each line means.
package struct SessionFile: Sendable {
  /// The whole text.
  package let bytes: [UInt8]
  package private(set) var lines: [Line] = []
  /// The distinct lines, each parsed once: long recordings repeat themselves.
  private var statements: [Statement] = []

  /// The place of a line in `bytes`, without its line end, and its statement.
  package struct Line: Sendable {
    package let range: Range<Int>
    /// Its number among the distinct lines: equal lines have the same number.
    package let statement: Int
  }

  /// A line that cannot be parsed; `number` counts from 1.
  package struct Problem: Error, Sendable {
    package let number: Int
    package let diagnostic: Diagnostic

    package init(number: Int, diagnostic: Diagnostic) {
      self.number = number
      self.diagnostic = diagnostic
    }
  }

  /// Parses `bytes`. All problems are returned; the other lines are parsed nevertheless.
  package static func read(_ bytes: [UInt8]) -> (file: SessionFile, problems: [Problem]) {
    var file = SessionFile(bytes: bytes)
    let problems = file.readLines()
    return (file, problems + file.shapeProblems(besides: Set(problems.map(\.number))))
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  package func statement(_ index: Int) -> Statement { statements[lines[index].statement] }

  /// How many distinct lines there are.
  package var statementCount: Int { statements.count }

  package func text(_ index: Int) -> [UInt8] { Array(bytes[lines[index].range]) }

  private mutating func readLines() -> [Problem] {
    var problems: [Problem] = []
    var distinct = DistinctLines(bytes)
    var unreadable: [Int: Diagnostic] = [:]
    while let line = distinct.next() {
      if line.statement == statements.count {
        do throws(Diagnostic) {
          statements.append(try Parser.parse(Array(bytes[line.range])))
        } catch {
          unreadable[line.statement] = error
          statements.append(Statement(Array(bytes[line.range]), role: nil, body: .blank))
        }
      }
      lines.append(line)
      if let diagnostic = unreadable[line.statement] {
        problems.append(Problem(number: lines.count, diagnostic: diagnostic))
      }
    }
    return problems
  }

  /// What is wrong with the order of lines: the header, and `repeat` without `end`. A first line that is `unreadable`
  /// has been reported already.
  private func shapeProblems(besides unreadable: Set<Int>) -> [Problem] {
    var problems: [Problem] = []
    var open: [Int] = []
    var headerSeen = false
    for index in lines.indices {
      switch statement(index).body {
      case .blank:
        if unreadable.contains(index + 1) { headerSeen = true }
        continue
      case .header: headerSeen = true
      case .repetition: open.append(index)
      case .end where open.popLast() == nil:
        problems.append(
          Problem(
            number: index + 1,
            diagnostic: Diagnostic("this end has no repeat", help: "write repeat N before the lines it repeats")))
      default: break
      }
      if !headerSeen {
        problems.append(
          Problem(
            number: index + 1,
            diagnostic: Diagnostic("this is not a session file", label: "its first line must be: sockplay 1")))
        return problems
      }
    }
    if !headerSeen {
      problems.append(
        Problem(number: 1, diagnostic: Diagnostic("this file is empty", label: "a session begins with: sockplay 1")))
    }
    for index in open {
      problems.append(
        Problem(
          number: index + 1,
          diagnostic: Diagnostic("this repeat has no end", help: "write end after the lines it repeats")))
    }
    return problems
  }
}
