import Text

/// Reads a session as it comes: a file in pieces, or the lines that a person or a pipe gives one by one.
package struct SessionReader {
  private var file = SessionFile()
  private var problems: [SessionFile.Problem] = []
  private var pieces = LineBuffer()
  private var slots = LineSlots()
  /// What each slot's line is.
  private var known: [KnownLine?] = Array(repeating: nil, count: LineSlots.count)
  /// Whether the first line that says something must still be the header.
  private var needsHeader: Bool

  /// Whether a line that runs has come.
  private var hasCommands = false

  /// An object, because it is handed on for every line that comes again.
  private final class KnownLine: Sendable {
    let number: Int
    let statement: Statement
    /// What is wrong with it.
    let problem: Diagnostic?

    init(number: Int, statement: Statement, problem: Diagnostic?) {
      self.number = number
      self.statement = statement
      self.problem = problem
    }
  }

  /// - Parameter needsHeader: whether it must begin with `sockplay 1`, as a file does.
  package init(needsHeader: Bool) { self.needsHeader = needsHeader }

  /// Makes room for `size` bytes of text. They take memory only when they come.
  package mutating func reserve(_ size: Int) { file.reserve(size) }

  /// How many bytes of text there were so far.
  package private(set) var size = 0

  /// The first of the blocks that are open after the lines so far.
  package var openBlock: Block? { file.blocks.outermostOpen }

  /// Takes the next bytes of the text.
  package mutating func append(_ piece: UnsafeRawBufferPointer) {
    pieces.append(piece)
    while let line = pieces.next() { add(line) }
  }

  /// Takes one whole line.
  package mutating func add(_ line: ArraySlice<UInt8>) {
    size += line.count + 1
    let slot = slots.slot(of: line)
    if let slot, !slot.isNew, let known = known[slot.index] {
      file.append(number: known.number)
      take(known)
    } else {
      let new = parse(line)
      if let slot { known[slot.index] = new }
      take(new)
    }
  }

  /// Ends the text.
  ///
  /// - Returns: the file, and every problem it has.
  package mutating func finish() -> (file: SessionFile, problems: [SessionFile.Problem]) {
    if let rest = pieces.rest() {
      add(rest)
      file.endUnterminated()
    }
    if needsHeader {
      problem(
        Diagnostic("this file is empty", label: "a session begins with: \(Keyword.header)").inKorean(
          "빈 파일입니다", label: "세션 파일의 첫 줄: \(Keyword.header)"), at: 0)
    }
    for block in file.blocks.unclosed { problem(block.construct.unclosed, at: block.opening) }
    return (file, problems)
  }

  private mutating func parse(_ line: ArraySlice<UInt8>) -> KnownLine {
    let isFirst = file.count == 0
    let text = Array((isFirst ? line.withoutByteOrderMark : line).withoutCarriageReturn)
    do throws(Diagnostic) {
      let statement = try Parser.parse(text)
      return KnownLine(number: file.append(line, statement), statement: statement, problem: nil)
    } catch {
      let blank = Statement(text, role: nil, body: .blank)
      return KnownLine(number: file.append(line, blank), statement: blank, problem: error)
    }
  }

  /// Looks at the line that came last: whether it can be read, and what it means to the lines around it.
  private mutating func take(_ line: KnownLine) {
    let index = file.count - 1
    if let diagnostic = line.problem {
      problem(diagnostic, at: index)
      file.blocks.addUnreadable(line.statement.line)
      // It may have been meant as the header.
      needsHeader = false
      return
    }
    do throws(Diagnostic) {
      try checkHeader(line.statement)
      try checkPlace(line.statement)
      if case .call(let call) = line.statement.body, BranchBelow(line.statement.line) != nil {
        throw .branchBelow(at: call.span)
      }
      try file.blocks.add(line.statement, at: index)
    } catch {
      problem(error, at: index)
    }
  }

  private mutating func checkHeader(_ statement: Statement) throws(Diagnostic) {
    if case .blank = statement.body { return }
    defer { needsHeader = false }
    if case .header = statement.body { return }
    guard needsHeader else { return }
    throw Diagnostic("this is not a session file", label: "its first line must be: \(Keyword.header)").inKorean(
      "세션 파일이 아닙니다", label: "첫 줄은 이래야 합니다: \(Keyword.header)")
  }

  /// Sockets stay in the namespace in which they were made, so `@isolated` comes before the first command.
  private mutating func checkPlace(_ statement: Statement) throws(Diagnostic) {
    switch statement.body {
    case .directive(.isolated):
      guard !hasCommands else { throw .lateIsolation }
      file.isIsolated = true
    case .directive(.include): file.inclusions.append(file.count - 1)
    case .command, .check, .opening: hasCommands = true
    default: break
    }
  }

  private mutating func problem(_ diagnostic: Diagnostic, at index: Int) {
    problems.append(SessionFile.Problem(number: index + 1, diagnostic: diagnostic))
  }
}

extension Diagnostic {
  package static let lateIsolation = Diagnostic("@isolated must come before the first command").inKorean(
    "@isolated는 첫 명령보다 앞에 적어야 합니다")
}
