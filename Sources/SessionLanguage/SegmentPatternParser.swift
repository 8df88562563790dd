import Text

/// Reads `{> SYN, < SYN,ACK, > ACK}`, the segments that a line expects on the wire.
struct SegmentPatternParser {
  static let dropped = "dropped"
  private static let comma = UInt8(ascii: ","), close = UInt8(ascii: "}")
  private static let sent = UInt8(ascii: ">"), received = UInt8(ascii: "<")

  private var lexer: Lexer
  private let open: Int

  /// Whether segments begin here, and not a substitution such as `{srv}`.
  static func begins(_ lexer: Lexer) -> Bool {
    let rest = lexer.line[lexer.position...]
    return ["{>", "{<", "{..."].contains { rest.starts(with: $0.utf8) }
  }

  static func parse(_ lexer: inout Lexer) throws(Diagnostic) -> [SegmentPattern] {
    var parser = SegmentPatternParser(lexer: lexer, open: lexer.position)
    let patterns = try parser.patterns()
    lexer = parser.lexer
    return patterns
  }

  private mutating func patterns() throws(Diagnostic) -> [SegmentPattern] {
    lexer.advance(to: open + 1)
    var patterns: [SegmentPattern] = []
    repeat {
      lexer.skipBlanks()
      patterns.append(try pattern())
      lexer.skipBlanks()
    } while lexer.take(Self.comma)
    guard lexer.take(Self.close) else {
      throw Diagnostic(
        "these segments are not closed", at: open..<open + 1, label: "opened here", help: "end them with }"
      ).inKorean("세그먼트 목록이 닫히지 않았습니다", label: "여기서 열림", help: "}로 닫습니다")
    }
    return patterns
  }

  private mutating func pattern() throws(Diagnostic) -> SegmentPattern {
    let start = lexer.position
    if lexer.line[start...].starts(with: "...".utf8) {
      lexer.advance(to: start + 3)
      return SegmentPattern(span: start..<start + 3, kind: .others)
    }
    let isSent = lexer.take(Self.sent)
    guard isSent || lexer.take(Self.received) else { throw unreadable(from: start, "> or < comes first") }
    lexer.skipBlanks()
    let kind = try protocolKind(from: start)
    let segment = try rest(of: kind, isSent: isSent)
    return SegmentPattern(span: start..<lexer.position, kind: .segment(segment))
  }

  /// The flags, `UDP`, or `ICMP` and its name.
  private mutating func protocolKind(from start: Int) throws(Diagnostic) -> SegmentPattern.ProtocolKind {
    let (word, span) = takeWord(withCommas: true)
    switch word {
    case "": throw unreadable(from: start, "the flags are missing")
    case "UDP": return .udp
    case "ICMP":
      lexer.skipBlanks()
      let (name, _) = takeWord()
      guard !name.isEmpty else { throw unreadable(from: start, "the type or the code is missing") }
      return .icmp(name)
    default:
      let named = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if let unknown = named.first(where: { !SegmentPattern.flags.contains($0) }) {
        throw .unknown("flag", unknown, at: span, among: SegmentPattern.flags, help: Self.example)
      }
      return .tcp(SegmentPattern.flags.filter(named.contains))
    }
  }

  /// The fields, `dropped` and the count after the flags.
  private mutating func rest(of kind: SegmentPattern.ProtocolKind, isSent: Bool) throws(Diagnostic)
    -> SegmentPattern.Segment
  {
    var fields: [SegmentPattern.FieldRange] = [], isDropped = false, count = 1...1
    while true {
      lexer.skipBlanks()
      let (word, span) = takeWord()
      if word.isEmpty { break }
      if word == Self.dropped {
        isDropped = true
      } else if word.first == "x", let range = Self.range(word.dropFirst()), range.upperBound <= SegmentPattern.most {
        count = range
      } else {
        fields.append(try field(word, span, of: kind))
      }
    }
    return SegmentPattern.Segment(
      isSent: isSent, protocolKind: kind, fields: fields, isDropped: isDropped, count: count)
  }

  private func field(_ word: String, _ span: Span, of kind: SegmentPattern.ProtocolKind) throws(Diagnostic)
    -> SegmentPattern.FieldRange
  {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let names = Self.fields(of: kind)
    guard let field = SegmentPattern.Field(rawValue: String(parts[0])), names.contains(field.rawValue) else {
      throw .unknown("segment part", word, at: span, among: names + [Self.dropped], help: Self.example)
    }
    let range = parts.count > 1 ? Self.range(parts[1]) : nil
    guard field.hasValue == (range != nil), field.hasValue || parts.count == 1 else {
      let shape = field.hasValue ? "\(field.rawValue)=5 or \(field.rawValue)=1..1448" : field.rawValue
      throw Diagnostic("not a value", at: span, label: "write \(shape)", help: Self.example)
    }
    return SegmentPattern.FieldRange(field: field, range: range)
  }

  private static func fields(of kind: SegmentPattern.ProtocolKind) -> [String] {
    switch kind {
    case .tcp: SegmentPattern.Field.allCases.map(\.rawValue)
    case .udp: [SegmentPattern.Field.length.rawValue]
    case .icmp: []
    }
  }

  /// `5` or `1..1448`; nil for anything else.
  private static func range(_ text: Substring) -> ClosedRange<Int>? {
    let ends = text.firstRange(of: "..").map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? [text]
    let numbers = ends.compactMap { Int(numeral: $0) }
    guard numbers.count == ends.count, let low = numbers.first, let high = numbers.last, low >= 0, low <= high else {
      return nil
    }
    return low...high
  }

  /// A word up to a blank, a comma or the closing brace.
  ///
  /// - Parameter withCommas: Whether a comma that a letter follows at once belongs to it, as in `SYN,ACK`.
  private mutating func takeWord(withCommas: Bool = false) -> (String, Span) {
    let start = lexer.position
    while !lexer.isAtEnd, !Lexer.isBlank(lexer.current), lexer.current != Self.close {
      if lexer.current == Self.comma, !withCommas || !isFollowedByLetter { break }
      lexer.advance(to: lexer.position + 1)
    }
    return (lexer.text(start..<lexer.position), start..<lexer.position)
  }

  private var isFollowedByLetter: Bool {
    let next = lexer.position + 1
    return next < lexer.line.count && Name.isPart(lexer.line[next])
  }

  private func unreadable(from start: Int, _ label: String) -> Diagnostic {
    Diagnostic("not a segment", at: start..<max(lexer.position, start + 1), label: label, help: Self.example)
      .inKorean("세그먼트로 읽을 수 없습니다", help: Self.koreanExample)
  }

  private static let forms = "{> SYN, < SYN,ACK, > ACK}, {> PSH,ACK Len=5, ...}, {< ICMP port-unreachable}"
  private static let example = "for example: \(forms); > is sent by the role that acts, < by another"
  private static let koreanExample = "예: \(forms). >는 행동하는 역할이, <는 상대가 보낸 것"
}
