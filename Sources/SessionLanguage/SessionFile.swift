import Text

/// A session file: its text, lossless, what each line means, and which lines are in which block.
///
/// Long files are recordings that repeat themselves, so a text that comes again is kept once. A line takes 4 bytes, one
/// that is like none shortly before it 8 and its text.
package struct SessionFile: Sendable {
  package internal(set) var blocks = BlockTree()
  /// Whether `@isolated` asks for a network namespace of its own.
  package internal(set) var isIsolated = false
  /// The lines that include a file, by their index.
  package internal(set) var inclusions: ContiguousArray<Int> = []
  /// The files that they include, once these have been read.
  package private(set) var included: [Int: IncludedFile] = [:]
  /// Every text that is kept, one after the other, and where each begins.
  private var texts: [UInt8] = []
  private var starts: ContiguousArray<UInt32> = []
  /// Which text each line has.
  private var numbers: ContiguousArray<UInt32> = []
  /// What the first texts mean. The others are parsed again when they are asked for.
  private var statements: ContiguousArray<Statement> = []
  private static let statementLimit = 1024
  /// Whether the last line has a newline.
  private var isTerminated = true

  /// A line that cannot be read.
  package struct Problem: Error, Sendable {
    /// The line's, counted from 1.
    package let number: Int
    package let diagnostic: Diagnostic
    /// The file whose line it is, where that is one that another file includes.
    package let source: IncludedFile?

    package init(number: Int, diagnostic: Diagnostic, in source: IncludedFile? = nil) {
      self.number = number
      self.diagnostic = diagnostic
      self.source = source
    }
  }

  /// Reads a whole file. One that has problems has them all listed; its other lines are read nevertheless.
  package static func read(_ bytes: [UInt8]) -> (file: SessionFile, problems: [Problem]) {
    var reader = SessionReader(needsHeader: true)
    bytes.withUnsafeBytes { reader.append($0) }
    return reader.finish()
  }

  init() {}

  // MARK: Lines, counted from 0

  /// How many lines there are.
  package var count: Int { numbers.count }

  /// How many texts are kept.
  package var textCount: Int { starts.count }

  /// Which of the kept texts the line at `index` has.
  package func number(_ index: Int) -> Int { Int(numbers[index]) }

  package func statement(_ index: Int) -> Statement {
    let number = number(index)
    if number < statements.count { return statements[number] }
    let text = text(index)
    return (try? Parser.parse(text)) ?? Statement(text, role: nil, body: .blank)
  }

  /// The line without its end, and without the mark that may begin a file.
  package func text(_ index: Int) -> [UInt8] {
    let text = rawText(index).withoutCarriageReturn
    return Array(index == 0 ? text.withoutByteOrderMark : text)
  }

  private func rawText(_ index: Int) -> ArraySlice<UInt8> {
    let number = number(index)
    return texts[Int(starts[number])..<(number + 1 < starts.count ? Int(starts[number + 1]) : texts.count)]
  }

  /// The whole text.
  package var bytes: [UInt8] {
    let text = numbers.indices.map(rawText).joined(separator: [0x0a])
    return Array(text) + (isTerminated && count > 0 ? [0x0a] : [])
  }

  /// The whole text with every line laid out and the last one ended, and how many lines that changes. Each line keeps its
  /// kind of end.
  package func laidOut() -> (text: [UInt8], changed: Int) {
    var text: [UInt8] = []
    text.reserveCapacity(texts.count)
    var changed = 0
    var walk = blocks.walk
    for index in 0..<count {
      walk.advance()
      let isPadding = padsPage(index, after: text.count)
      let line = isPadding ? statement(index).line : LineLayout.text(of: statement(index), depth: walk.depth)
      let isEnded = isTerminated || index + 1 < count
      if !isEnded || line[...] != rawText(index).withoutCarriageReturn { changed += 1 }
      let isLikeOthers = isEnded ? hasCarriageReturn(index) : index > 0 && hasCarriageReturn(index - 1)
      text += line + (isLikeOthers ? [0x0d, 0x0a] : [0x0a])
    }
    return (text, changed)
  }

  /// Whether the line at `index` has only blanks, and fills the page that it begins in, `start` bytes after the beginning
  /// of the text: a recording is written that way, and is laid out as it is.
  private func padsPage(_ index: Int, after start: Int) -> Bool {
    guard case .blank = statement(index).body, !rawText(index).isEmpty, !hasCarriageReturn(index) else { return false }
    return rawText(index).allSatisfy { $0 == Lexer.blank } && (start + rawText(index).count + 1) % Self.page == 0
  }

  /// No write of a recording reaches from one page of the file into the next, as a kill could cut it off there.
  package static let page = 4096

  /// The whole text with some lines, by their index, replaced by others.
  package func text(with lines: [Int: [UInt8]]) -> [UInt8] {
    var text: [UInt8] = []
    for index in 0..<count {
      text += lines[index].map { $0 + (hasCarriageReturn(index) ? [0x0d] : []) } ?? Array(rawText(index))
      if isTerminated || index + 1 < count { text.append(0x0a) }
    }
    return text
  }

  private func hasCarriageReturn(_ index: Int) -> Bool { rawText(index).last == 0x0d }

  // MARK: Reading

  mutating func reserve(_ size: Int) { texts.reserveCapacity(size) }

  /// Adds a line whose text is kept already.
  mutating func append(number: Int) { numbers.append(UInt32(number)) }

  /// Adds a line of a new text. Returns the text's number.
  mutating func append(_ text: ArraySlice<UInt8>, _ statement: Statement) -> Int {
    let number = starts.count
    starts.append(UInt32(texts.count))
    texts.append(contentsOf: text)
    if number < Self.statementLimit { statements.append(statement) }
    numbers.append(UInt32(number))
    return number
  }

  mutating func endUnterminated() { isTerminated = false }

  // MARK: Files that it includes

  /// Puts the lines of `file` in the place of the line at `index`, when this one is played.
  package mutating func include(_ file: IncludedFile, at index: Int) {
    included[index] = file
    if file.file.isIsolated { isIsolated = true }
  }

  /// The paths of all files whose lines are played with it.
  package var includedPaths: Set<String> {
    included.values.reduce(into: []) { $0.formUnion($1.file.includedPaths.union([$1.path])) }
  }
}
