// Where a line has its `&`.
extension Lexer {
  /// What to say instead of `error`, which is about what follows the command that ends at `end`: the right line, if the
  /// `&` comes after what is expected, or before a word of the command.
  /// - Parameter start: Where what follows the command begins.
  func explaining(_ error: Diagnostic, after end: Int, from start: Int, inBackground: Bool) -> Diagnostic {
    guard error.title == ExpectationParser.unknown, let span = error.span, span.upperBound <= line.count else {
      return error
    }
    let typed: String
    if !inBackground, text(span) == "&" {
      let rest = text(start..<span.lowerBound) + text(span.upperBound..<line.count)
      typed = "\(text(0..<end)) & \(rest)"
    } else if inBackground, span.lowerBound == start {
      let rest = text(start..<line.count)
      let words = rest.firstRange(of: " = ").map { rest[..<$0.lowerBound] } ?? rest[...]
      typed = "\(text(0..<end - 1))\(words) &\(rest[words.endIndex...])"
    } else {
      return error
    }
    var meant = typed[...]
    while meant.last == " " { meant.removeLast() }
    return Diagnostic(
      ExpectationParser.unknown, at: span, label: "& comes between the command and what is expected",
      help: "type: \(meant)"
    ).inKorean("여기에 올 수 없는 말입니다", label: "&는 명령과 예상하는 결과 사이에 적습니다", help: "이렇게 적으세요: \(meant)")
  }
}
