import Text

/// Where the parts of a line begin, so that a file reads in columns. Only blanks that mean nothing are ever changed.
package enum LineLayout {
  /// The column of the expectation, counted from 0.
  private static let expectationColumn = 45
  /// The column of the first states, segments or remark.
  private static let groupColumn = 67
  /// How many columns each block moves its lines to the right.
  private static let step = 2
  /// Blocks inside that many others are not moved further.
  private static let deepest = 16

  /// The line of `statement`, laid out.
  /// - Parameter depth: How many blocks are around it.
  package static func text(of statement: Statement, depth: Int = 0) -> [UInt8] {
    let line = statement.line
    let (prompt, body) = (trimmed(line[..<statement.start]), trimmed(line[statement.start...]))
    var text = Array(repeating: Lexer.blank, count: min(depth, deepest) * step)
    if !prompt.isEmpty { text += prompt + [Lexer.blank] }
    if let command = statement.command {
      text += trimmed(line[statement.start..<command.end])
      put(command.expectation?.tokens ?? [], of: line, to: &text)
    } else {
      text += body
    }
    return Array(trimmedEnd(text[...]))
  }

  /// `line`, which replaces that of `before`: laid out if that was, and otherwise as it is.
  package static func text(_ line: [UInt8], like before: Statement) -> [UInt8] {
    let depth = before.line.prefix { $0 == Lexer.blank }.count / step
    guard text(of: before, depth: depth) == before.line, let statement = try? Parser.parse(line) else { return line }
    return text(of: statement, depth: depth)
  }

  private static func put(_ tokens: [Expectation.Token], of line: [UInt8], to text: inout [UInt8]) {
    var column = expectationColumn
    var hasGroup = false
    for token in tokens {
      if token.isGroup, !hasGroup { (column, hasGroup) = (groupColumn, true) }
      let width = text.withUnsafeBufferPointer { DisplayWidth.of($0) }
      text += Array(repeating: Lexer.blank, count: max(1, column - width)) + line[token.span]
      column = 0
    }
  }

  /// `text` without the blanks around it.
  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    trimmedEnd(text).drop(while: Lexer.isBlank)
  }

  private static func trimmedEnd(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text[..<((text.lastIndex { !Lexer.isBlank($0) } ?? text.startIndex - 1) + 1)]
  }
}
