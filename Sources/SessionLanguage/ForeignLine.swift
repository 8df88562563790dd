extension Lexer {
  /// The error for the rest of a line that other languages have around their calls, such as `int main(void) {` or
  /// `char buf[64] = {0};`, and that no command of a session can be; nil for all others.
  var foreignLine: Diagnostic? {
    var end = line.count
    while end > position, Self.isBlank(line[end - 1]) { end -= 1 }
    guard position < end else { return nil }
    let text = text(position..<end)
    let first = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
    if first == "ss", let port = Self.port(text) {
      return Diagnostic("ss has filters of its own", at: position..<end, help: "type: sockets \(port)").inKorean(
        "ss의 필터는 쓸 수 없습니다", help: "이렇게 적으세요: sockets \(port)")
    }
    let isDeclaring =
      first.first == "$" || ForeignDeclaration.words.contains(String(first)) || text.contains(" = new ")
      || text.contains(" := ")
    if let set = Self.remarkedValue(text) {
      let typed = "let \(set.name) \(set.value)"
      return Diagnostic("unknown command: \(set.name)", at: position..<end, help: "for a variable, type: \(typed)")
        .inKorean("없는 명령: \(set.name)", help: "변수라면 이렇게 입력하세요: \(typed)")
    }
    if text == "{" || isDeclaring && text.hasSuffix("{") { return Self.block(at: end - 1..<end) }
    guard isDeclaring, text.contains("=") || text.hasSuffix(";") else { return nil }
    return Self.declaration(text, at: position..<end)
  }

  /// `HOST = "127.0.0.1"  # this machine`
  private static func remarkedValue(_ text: String) -> (name: String, value: String)? {
    let code = ForeignCode.withoutRemark(text[...])
    guard code.utf8.count < text.utf8.count, let set = code.wholeMatch(of: /([A-Za-z_]\w*) *= *(["'])(.*)\2;?/) else {
      return nil
    }
    return (String(set.1), set.3.contains(" ") ? set.3.inQuotes : String(set.3))
  }

  /// The port of `ss sport = :80`.
  private static func port(_ text: String) -> Int? {
    text.split { " ='\"()".contains($0) }.first { $0.first == ":" }.flatMap { Int(numeral: $0.dropFirst()) }
  }

  private static func block(at span: Span) -> Diagnostic {
    Diagnostic(
      "a line is one call, without blocks in braces", at: span,
      help: "leave out what is around the calls; repeat 3, lines and \(Keyword.end) play the lines three times"
    ).inKorean(
      "한 줄에 호출 하나만 적습니다. 중괄호 블록은 쓸 수 없습니다",
      help: "호출만 적으세요. repeat 3, 반복할 줄, \(Keyword.end)로 세 번 반복합니다")
  }

  private static func declaration(_ text: String, at span: Span) -> Diagnostic {
    var rest = text.firstIndex(of: ";").map { String(text[$0...].drop { $0 == ";" || $0 == " " }) } ?? ""
    // `int on = 1; setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));`
    if let set = text.firstMatch(of: /([A-Za-z_][A-Za-z0-9_]*) *= *(-?[0-9]+) *;/) {
      rest = rest.replacing("&\(set.1)", with: "[\(set.2)]")
    }
    let help: (english: String, korean: String) =
      if rest.contains("(") {
        ("write the value instead of the variable: \(rest)", "변수 대신 값을 적으세요: \(rest)")
      } else if text.contains("{") {
        (
          "values are typed where they are used: bind srv 127.0.0.1:8080, setsockopt cli SO_LINGER on 5s",
          "값은 쓰는 자리에 적습니다: bind srv 127.0.0.1:8080, setsockopt cli SO_LINGER on 5s"
        )
      } else if text.lowercased().contains("sock") || text.contains(" := ") {
        ("a socket is made by: socket NAME tcp", "소켓은 이렇게 만듭니다: socket NAME tcp")
      } else {
        ("for a variable, type: let NAME VALUE", "변수는 이렇게 적으세요: let NAME VALUE")
      }
    return Diagnostic("a line is one call, without declarations", at: span, help: help.english).inKorean(
      "한 줄에 호출 하나만 적습니다. 선언은 쓸 수 없습니다", help: help.korean)
  }
}

/// The words with which declarations of C, Go, Java, JavaScript, Perl, Python and Rust begin. `let` begins a line of a
/// session, too.
package enum ForeignDeclaration {
  /// Those of variables and of types.
  package static let types = CTypes.words.union(["enum", "fd_set", "final", "my", "typedef", "union", "var"])
  /// Those of functions and of classes.
  package static let definitions: Set<String> = [
    "async", "class", "def", "export", "fn", "func", "function", "private", "protected", "pub", "public", "sub",
  ]
  static let words = types.union(definitions)
}
