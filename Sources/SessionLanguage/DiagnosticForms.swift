// The forms of a message, so that the same mistake reads the same wherever it is made.
extension Diagnostic {
  /// `unknown handle: srw`, with the known name that is nearest to it; `help` otherwise lists all of them.
  /// - Parameter korean: `help` in Korean.
  package static func unknown(
    _ what: String, _ name: String, at span: Span, among known: [String], help: String? = nil, korean: String? = nil
  ) -> Diagnostic {
    let near = nearest(to: name, among: known)
    let error = Diagnostic(
      "unknown \(what): \(shown(name))", at: span, label: near.map { "did you mean \($0)?" } ?? "",
      help: help ?? (known.count == 1 ? "there is only " : "there are ") + known.joined(separator: ", "))
    guard let noun = koreanNouns[what] else { return error }
    return error.inKorean(
      "없는 \(noun): \(shown(name))", label: near.map(koreanSuggestion),
      help: korean ?? (help == nil ? "있는 것: " + known.joined(separator: ", ") : nil))
  }

  /// `did you mean X?` in Korean.
  package static func koreanSuggestion(_ name: String) -> String { "혹시 \(name)?" }

  /// `invalid port: 70000`: a value that cannot be read or is out of range. `label` says what is valid.
  /// - Parameters:
  ///   - koreanLabel: `label` in Korean.
  ///   - koreanHelp: `help` in Korean.
  package static func invalid(
    _ what: String, _ value: String, at span: Span, label: String, help: String? = nil, koreanLabel: String? = nil,
    koreanHelp: String? = nil
  ) -> Diagnostic {
    let error = Diagnostic("invalid \(what): \(shown(value))", at: span, label: label, help: help)
    guard let noun = koreanNouns[what] else { return error }
    return error.inKorean("잘못된 \(noun): \(shown(value))", label: koreanLabel, help: koreanHelp)
  }

  /// `KIND is missing`, with how the line is written and one that is complete.
  package static func missing(_ what: String, at span: Span, shape: String? = nil, example: String?) -> Diagnostic {
    let korean = [shape.map { "쓰는 법: \($0)" }, example.map { "예: \($0)" }].compactMap { $0 }
    let usage = usage(shape: shape.map { Self.taking($0) }, example: example)
    return Diagnostic("\(what) is missing", at: span, help: usage).inKorean(
      "\(koreanNouns[what] ?? what) 자리가 비어 있습니다", help: usage == nil ? nil : korean.joined(separator: ", "))
  }

  /// `"{"a":1}"`, whose quotes end before the text does.
  /// - Parameters:
  ///   - example: The whole text as it is to be written.
  ///   - koreanLabel: `label` in Korean.
  package static func quotesEndEarly(
    at span: Span, example: String? = nil, label: String = "", koreanLabel: String? = nil
  ) -> Diagnostic {
    let example = example.map { ": \($0)" } ?? ""
    return Diagnostic(
      "the quotes end before the text does", at: span, label: label,
      help: "write \\\" for a quote inside quotes" + example
    ).inKorean(
      "글이 끝나기 전에 따옴표가 닫혔습니다", label: koreanLabel, help: "따옴표 안의 따옴표는 \\\"로 적으세요" + example)
  }

  private static let tooMany = "too many words"

  /// What is at `span` is left over.
  package static func tooManyWords(at span: Span, label: String = "not expected", help: String? = nil) -> Diagnostic {
    Diagnostic(tooMany, at: span, label: label, help: help)
  }

  /// Whether words are left over, which no other order of them mends.
  package var isOfTooManyWords: Bool { title == Self.tooMany }

  /// `bind takes HANDLE ADDRESS; for example: bind srv 127.0.0.1:0`
  package static func usage(shape: String?, example: String?) -> String? {
    let parts = [shape, example.map { "for example: \($0)" }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// `bind takes HANDLE ADDRESS`, of `bind HANDLE ADDRESS`.
  package static func taking(_ synopsis: String) -> String {
    // A command of which there are several lines.
    if synopsis.contains(", ") { return "there are \(synopsis)" }
    let words = synopsis.split(separator: " ", maxSplits: 1)
    return words.count < 2 ? "\(synopsis) takes no words" : "\(words[0]) takes \(words[1])"
  }

  /// A typed word as part of a sentence.
  private static func shown(_ word: String) -> String { word.isEmpty ? "\"\"" : Literal.visible(word) }

  /// What a beginner may get wrong, each with its Korean.
  private static let koreanNouns: [String: String] = {
    let rows = """
      address=주소, port=포트, handle=핸들, handle name=핸들 이름, name=이름, field=필드, job=작업, server=서버,
      kind of server=서버 종류, kind of socket=소켓 종류, state=상태, errno=errno, option=옵션, number=수, length=길이,
      time=시간, the path=경로, path=경로, role name=역할 이름, variable name=변수 이름, data=데이터
      """
    let pairs = rows.replacing("\n", with: " ").split(separator: ", ").map { $0.split(separator: "=").map(String.init) }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
  }()
}
