import SessionLanguage

/// A command line as typed, and the edits that turn it into the line that is meant.
struct TypedLine {
  let statement: Statement
  let line: CommandLine
  let command: Command

  /// A part of the line, and the text that replaces it.
  struct Edit {
    let span: Span
    let text: String
  }

  /// The words after the command's name, without arguments by hand.
  var words: ArraySlice<Word> { line.words.dropFirst().dropLast(command.countByHand(line)) }
  var count: Int { line.words.count - 1 - command.countByHand(line) }

  /// Whether there are arguments by hand.
  var hasByHand: Bool { count < line.words.count - 1 }

  /// The word at `index` after the name.
  func word(_ index: Int) -> Word { line.words[index + 1] }

  /// The same, if it is only unquoted text.
  func plain(_ index: Int) -> String? { index < count ? line.words[index + 1].plain : nil }

  func span(_ index: Int) -> Span { line.words[index + 1].span }

  /// From the word at `first` to the one at `last`.
  func span(_ first: Int, _ last: Int) -> Span { span(first).lowerBound..<span(last).upperBound }

  /// The command and its words, as typed.
  var typed: String { text(line.words[0].span.lowerBound..<line.end) }

  func text(_ span: Span) -> String { String(decoding: statement.line[span], as: UTF8.self) }

  /// The index of the first parameter of such a kind.
  func place(where isWanted: (Parameter.Kind) -> Bool) -> Int? { command.parameters.firstIndex { isWanted($0.kind) } }

  /// The whole line after `edit`.
  func with(_ edit: Edit) -> [UInt8] {
    Array(statement.line[..<edit.span.lowerBound]) + Array(edit.text.utf8) + statement.line[edit.span.upperBound...]
  }
}
