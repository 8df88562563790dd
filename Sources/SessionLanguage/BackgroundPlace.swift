// Where a line has its `&`.
extension Lexer {
  /// What to say instead of `error`, which is about what follows the command that ends at `end`: the right line, if the
  /// `&` comes after what is expected, or before a word of the command.
  /// - Parameter start: Where what follows the command begins.
  func explaining(_ error: Diagnostic, after end: Int, from start: Int, inBackground: Bool) -> Diagnostic {
    guard error.title == ExpectationParser.unknown, let span = error.span, span.upperBound <= line.count else {
      return error
    }
    let typed: String?
    var isText = false
    if !inBackground, text(span) == "&" {
      let rest = text(start..<span.lowerBound) + text(span.upperBound..<line.count)
      typed = "\(text(0..<end)) & \(rest)"
    } else if inBackground, span.lowerBound == start, text(span).hasPrefix("&") {
      typed = "\(text(0..<end)) \(text(start..<line.count).drop { "& ".contains($0) })"
    } else if inBackground, span.lowerBound == start {
      let rest = text(start..<line.count)
      let words = rest.firstRange(of: " = ").map { rest[..<$0.lowerBound] } ?? rest[...]
      isText = words.utf8.first.map { (0x61...0x7a).contains($0) } == true
      typed = !isText || !words.contains(" ") ? "\(text(0..<end - 1))\(words) &\(rest[words.endIndex...])" : nil
    } else {
      return error
    }
    let label = "& comes between the command and what is expected"
    let koreanLabel = "&는 명령과 예상하는 결과 사이에 적습니다"
    guard var meant = typed?[...] else {
      return Diagnostic(
        ExpectationParser.unknown, at: span, label: label, help: "write one command a line; text with & needs quotes"
      ).inKorean(
        "여기에 올 수 없는 말입니다", label: koreanLabel, help: "한 줄에는 명령 하나만 적습니다. &를 보내려면 따옴표로 묶으세요")
    }
    while meant.last == " " { meant.removeLast() }
    return Diagnostic(
      ExpectationParser.unknown, at: span, label: label,
      help: "type: \(meant)" + (isText ? "; text with & needs quotes" : "")
    ).inKorean(
      "여기에 올 수 없는 말입니다", label: koreanLabel,
      help: "이렇게 적으세요: \(meant)" + (isText ? ". &를 보내려면 따옴표로 묶으세요" : ""))
  }
}
