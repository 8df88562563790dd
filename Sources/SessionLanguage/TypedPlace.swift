// Where in a line as typed an error is that was found in the line it means.
extension Diagnostic {
  /// The same for `typed`, if it is for a line that this one means: `listen(s, 5)` means `listen s 5`.
  package func asTyped(_ typed: [UInt8]) -> Diagnostic {
    guard let meant = line, !isOfEditedLine, meant != typed else { return self }
    var copy = self
    copy.line = nil
    copy.span = span.flatMap { Self.place(of: $0, in: meant, typed) }
    copy.notes.append(Note("meant", String(decoding: meant, as: UTF8.self)))
    return copy
  }

  /// Longer texts are not looked for.
  private static let longest = 200

  /// Where the text that is at `span` of `meant` is in `typed`; nil where it is not, or not as often.
  private static func place(of span: Span, in meant: [UInt8], _ typed: [UInt8]) -> Span? {
    if span.lowerBound >= meant.count { return typed.count..<typed.count + 1 }
    let text = meant[span.clamped(to: meant.indices)]
    guard text.count <= longest, text.contains(where: { !Lexer.isBlank($0) }) else { return nil }
    let (before, places) = (places(of: text, in: meant), places(of: text, in: typed))
    guard let index = before.firstIndex(of: span.lowerBound), before.count == places.count else { return nil }
    return places[index]..<places[index] + text.count
  }

  /// Where `text` is in `line` as a word or several.
  private static func places(of text: ArraySlice<UInt8>, in line: [UInt8]) -> [Int] {
    guard let first = text.first, let last = text.last, text.count <= line.count else { return [] }
    return (0...line.count - text.count).filter { start in
      guard line[start] == first, line[start..<start + text.count] == text else { return false }
      let end = start + text.count
      // Within a longer name it is another one.
      let beginsName = start > 0 && Name.isPart(line[start - 1]) && Name.isPart(first)
      let endsName = end < line.count && Name.isPart(line[end]) && Name.isPart(last)
      return !beginsName && !endsName
    }
  }
}
