// The errors for words that cannot follow a command, or that are not a result.
extension ExpectationParser {
  static let unknown = "not an expectation"

  static func notAnExpectation(_ word: Word) -> Diagnostic {
    if let errno = word.plain?.uppercased(), errno != word.plain, looksLikeErrno(errno) {
      return Diagnostic(unknown, at: word.span, help: "names of errnos are upper-case: \(errno)")
    }
    if let keyword = keyword(word.plain) {
      return Diagnostic(unknown, at: word.span, help: "it is written \(keyword)").inKorean(
        "여기에 올 수 없는 말입니다", help: "이렇게 적으세요: \(keyword)")
    }
    return Diagnostic(
      unknown, at: word.span,
      help:
        "after a result there may be data, from ADDRESS, [handle STATE], {> SEGMENT}, within TIME, -> {VARIABLE} or (a remark)"
    )
  }

  /// The error for `word`, which follows `=` and has been read.
  static func notAResult(_ word: Word, _ lexer: Lexer) -> Diagnostic {
    let title = "not a result"
    if let errno = word.plain, looksLikeErrno(errno) {
      return Diagnostic(title, at: word.span, help: "for a call that fails, write: = -1 \(errno)")
    }
    if let assignment = lexer.assignment(of: word) { return assignment }
    if let keyword = keyword(word.plain) {
      return Diagnostic(title, at: word.span, help: "it is written \(keyword)").inKorean(
        "결과가 아닙니다", help: "이렇게 적으세요: \(keyword)")
    }
    return Diagnostic(
      title, at: word.span.isEmpty ? lexer.position..<lexer.position + 1 : word.span,
      help: "= is followed by the expected result: 0, fd, a number, 1..4096, -1 ERRNO, 0 EOF, blocks, timeout or *, "
        + "and data after it; if you meant a call, its name comes first: socket s tcp")
  }

  /// The word for a result that `text` is in other letters: `eof`.
  static func keyword(_ text: String?) -> String? {
    ["EOF", "fd", "blocks", "timeout"].first { $0.lowercased() == text?.lowercased() && $0 != text }
  }

  /// Whether it has the form of an errno's name, such as ECONNREFUSED.
  private static func looksLikeErrno(_ word: String) -> Bool {
    word.utf8.count > 3 && word.utf8.first == UInt8(ascii: "E")
      && word.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "2") }
  }
}
