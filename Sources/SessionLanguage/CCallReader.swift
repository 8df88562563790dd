import Text

/// Finds out whether a line is a call of C, and reads it.
struct CCallReader {
  private var lexer: Lexer
  /// Whether the call is the condition of an `if`.
  private let isCondition: Bool

  /// The call, if the rest of `lexer`'s line is one; it must follow the role.
  static func read(_ lexer: Lexer) throws(Diagnostic) -> CCall? {
    var lexer = lexer
    lexer.skipProcess()
    guard Name.isLetter(lexer.current), lexer.line[lexer.position...].contains(UInt8(ascii: "(")) else { return nil }
    var reader = CCallReader(lexer)
    return try reader.call()
  }

  private init(_ lexer: Lexer) {
    self.lexer = lexer
    isCondition = self.lexer.skipCondition()
  }

  private mutating func call() throws(Diagnostic) -> CCall? {
    let start = lexer.position
    guard let (targets, name) = head() else { return nil }
    let isClose = !Lexer.isBlank(lexer.line[lexer.position - 1])
    let open = lexer.position
    lexer.advance(to: open + 1)
    var reader = CValueReader(lexer)
    let arguments: [CValue]
    do throws(Diagnostic) {
      arguments = try reader.values(until: UInt8(ascii: ")"), from: open)
    } catch {
      // With a blank before it, it may be a remark.
      if !isClose, targets.isEmpty { return nil }
      throw error
    }
    let end = reader.lexer.position
    lexer.advance(to: end)
    lexer.skipBlanks()
    let isList = (lexer.isAtEnd || arguments.count > 1) && arguments.allSatisfy(\.isOneWord)
    guard isClose || isCondition || !targets.isEmpty || isList || lexer.current == UInt8(ascii: ";") else { return nil }
    return CCall(name: name, arguments: arguments, targets: targets, span: start..<end, rest: rest())
  }

  /// Consumes what comes before the opening parenthesis: the function, and before it the variable for its result.
  private mutating func head() -> (targets: [String], name: String)? {
    let start = lexer.position
    var names = names()
    let hasComma = lexer.line[start..<lexer.position].contains(UInt8(ascii: ","))
    guard let last = names.popLast(), last != Parser.assignment else { return nil }
    if lexer.current == UInt8(ascii: "(") { return names.isEmpty && !CTypes.words.contains(last) ? ([], last) : nil }
    guard lexer.take(UInt8(ascii: "=")), lexer.current != UInt8(ascii: "=") else { return nil }
    lexer.skipBlanks()
    let function = lexer.identifier()
    lexer.skipBlanks()
    guard !function.isEmpty, lexer.current == UInt8(ascii: "(") else { return nil }
    // `conn, addr = s.accept()` of Python names two.
    let isTyped = !hasComma && names.count == 1
    let targets = (isTyped ? [last] : names + [last]).filter { !CTypes.words.contains($0) }
    if targets.count == 1 || targets.count == 2 && names.count == 1 { return (targets, function) }
    // `r, w, x = select.select(…)`
    return hasComma && targets.count == 3 && function.contains(".") ? (targets, function) : nil
  }

  /// Consumes names with blanks, commas and asterisks between them. Stops after one that `(` follows at once.
  private mutating func names() -> [String] {
    var names: [String] = []
    while true {
      let name = lexer.identifier()
      if name.isEmpty { return names }
      names.append(name)
      if lexer.current == UInt8(ascii: "(") || names.count > 4 { return names }
      _ = lexer.take(UInt8(ascii: ","))
      lexer.skipBlanks()
      while lexer.take(UInt8(ascii: "*")) { lexer.skipBlanks() }
    }
  }

  /// What follows the call, as far as it belongs to a session's line: not what a card or a C program has there.
  private mutating func rest() -> String {
    if isCondition { return nextCall() }
    if lexer.take(UInt8(ascii: ";")) { lexer.skipBlanks() }
    let text = Self.withoutTime(lexer.rest())
    if text.isEmpty { return "" }
    let isOther = ["//", "/*", "#", "...", "…", "= ?"].contains { text.hasPrefix($0) } || Self.isCard(text)
    return isOther ? "" : text
  }

  /// The call that an `||` or `&&` of the condition has after this one.
  private mutating func nextCall() -> String {
    guard let next = lexer.rest().firstMatch(of: /(?:\|\||&&)[ (]*([A-Za-z_]\w*\(.*)/) else { return "" }
    let call = Array(next.1.utf8)
    return String(decoding: call.prefix(ForeignCode(call).throughBrackets ?? call.count), as: UTF8.self)
  }

  /// `text` without the time that strace shows after a call with -T: `= 0 <0.000012>`.
  private static func withoutTime(_ text: String) -> String {
    guard text.hasSuffix(">"), let open = text.lastIndex(of: "<"),
      text[open...].dropFirst().dropLast().allSatisfy({ $0.isNumber || $0 == "." })
    else { return text }
    var rest = text[..<open]
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  /// Whether `line` is the first one of a card.
  static func isCard(_ line: [UInt8]) -> Bool {
    var lexer = Lexer(line)
    guard Name.isLetter(lexer.current), let end = ForeignCode(line).throughBrackets else { return false }
    lexer.advance(to: end)
    let rest = lexer.rest().drop { $0 == " " }
    return isCard(String(rest)) || rest.hasPrefix("… ")
  }

  /// Whether `text` is what a card shows: errno, if the call has one, and how long it took. A regular expression would take
  /// most of the time of an import.
  private static func isCard(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    return zip(words, words.dropFirst()).contains { word, next in
      word == "errno" && Int(next) != nil
        || ["µs", "ms", "s"].contains(next) && Double(word) != nil && text.contains("   \(word) \(next)")
    }
  }
}

extension CValue {
  /// Whether it is no part of a remark in words.
  fileprivate var isOneWord: Bool { if case .string = kind { true } else { !text.contains(" ") } }
}

extension Lexer {
  /// Consumes what strace writes before a call with -f, -t or -r: a process and a time, as in `[pid 1234] 10:20:30.5`.
  fileprivate mutating func skipProcess() {
    guard current == UInt8(ascii: "[") || current.isDigit else { return }
    var ahead = self
    if ahead.take(text: "[pid") {
      ahead.skipBlanks()
      while ahead.current.isDigit { ahead.advance(to: ahead.position + 1) }
      guard ahead.take(UInt8(ascii: "]")) else { return }
      ahead.skipBlanks()
    }
    while ahead.current.isDigit {
      while ahead.current.isDigit || ahead.current == UInt8(ascii: ":") || ahead.current == UInt8(ascii: ".") {
        ahead.advance(to: ahead.position + 1)
      }
      guard Self.isBlank(ahead.current) else { return }
      ahead.skipBlanks()
    }
    if Name.isLetter(ahead.current) { self = ahead }
  }

  /// Consumes `if ((`, whose call is then the condition.
  fileprivate mutating func skipCondition() -> Bool {
    var ahead = self
    guard ahead.take(text: "if") else { return false }
    ahead.skipBlanks()
    guard ahead.current == UInt8(ascii: "(") else { return false }
    while ahead.current == UInt8(ascii: "(") {
      ahead.advance(to: ahead.position + 1)
      ahead.skipBlanks()
    }
    self = ahead
    return true
  }
}
