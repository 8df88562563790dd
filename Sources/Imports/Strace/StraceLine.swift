import Text

/// One line of strace's log: whose it is, and what it tells.
struct StraceLine {
  /// 0 where the line does not say.
  let pid: Int
  let kind: Kind

  enum Kind: Equatable {
    /// A call from its beginning to its end, or the end of one that was interrupted by other lines before.
    case call(name: String, arguments: String, result: String)
    case unfinished(name: String, arguments: String)
    case resumed(name: String, rest: String)
    /// A signal, an exit, or what strace says of itself.
    case other
  }

  /// Why a line is none of strace's, and where that begins.
  struct Problem: Error {
    let column: Int
    let text: String
  }

  init(_ line: ArraySlice<UInt8>) throws(Problem) {
    var scanner = StraceScanner(line)
    pid = scanner.process()
    scanner.skipTimes()
    scanner.skipBrackets()
    kind = try Self.kind(&scanner)
  }

  private static func kind(_ scanner: inout StraceScanner) throws(Problem) -> Kind {
    if scanner.isAtEnd || ["---", "+++", "strace: ", "Process "].contains(where: scanner.isAt) { return .other }
    if scanner.take("<... ") {
      let name = scanner.name()
      guard scanner.take(" resumed>") else { throw scanner.problem("resumed> is missing") }
      return .resumed(name: name, rest: scanner.rest())
    }
    let name = scanner.name()
    guard !name.isEmpty else { throw scanner.problem("the name of a system call is missing") }
    guard scanner.take("(") else { throw scanner.problem("( is missing after \(name)") }
    return try call(name, scanner.rest(), &scanner)
  }

  private static func call(_ name: String, _ rest: String, _ scanner: inout StraceScanner) throws(Problem) -> Kind {
    for end in ["<unfinished ...>", "<unfinished …>"] where rest.hasSuffix(end) {
      return .unfinished(name: name, arguments: String(rest.dropLast(end.count)))
    }
    guard let (arguments, result) = split(rest) else { throw scanner.problem("the call is not closed with )") }
    return .call(name: name, arguments: arguments, result: result)
  }

  /// What stands before the parenthesis that closes the call, and what it returned.
  static func split(_ text: String) -> (arguments: String, result: String)? {
    let bytes = Array(text.utf8)
    var text = StraceText(bytes)
    guard let end = text.skipArguments() else { return nil }
    var result = bytes[(end + 1)...].drop { $0 == 0x20 }
    guard result.first == UInt8(ascii: "=") else { return nil }
    result = result.dropFirst().drop { $0 == 0x20 }
    return (
      String(decoding: text.plain[...].trimmingBlanks, as: UTF8.self),
      String(decoding: withoutTime(result), as: UTF8.self)
    )
  }

  /// `result` without the `<0.000013>` that -T writes after it.
  private static func withoutTime(_ result: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard result.last == UInt8(ascii: ">"), let start = result.lastIndex(of: UInt8(ascii: "<")) else { return result }
    let inside = result[(start + 1)...].dropLast()
    return inside.allSatisfy { $0.isDigit || $0 == 0x2e }
      ? result[..<start].trimmingBlanks : result
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmingBlanks: ArraySlice<UInt8> { self[..<((lastIndex { $0 != 0x20 } ?? startIndex - 1) + 1)] }
}

/// Goes through a line of strace from left to right.
struct StraceScanner {
  private let line: ArraySlice<UInt8>
  private var position: Int

  init(_ line: ArraySlice<UInt8>) {
    self.line = line.last == 0x0d ? line.dropLast() : line
    position = line.startIndex
    skipBlanks()
  }

  var isAtEnd: Bool { position >= line.endIndex }
  private var current: UInt8 { isAtEnd ? 0 : line[position] }

  func isAt(_ text: String) -> Bool { line[position...].starts(with: text.utf8) }

  mutating func take(_ text: String) -> Bool {
    guard isAt(text) else { return false }
    position += text.utf8.count
    return true
  }

  mutating func skipBlanks() { while current == 0x20 || current == 0x09 { position += 1 } }

  /// Consumes `[pid  123] ` or `123 `, or with -Y `123<name> `.
  mutating func process() -> Int {
    let isBracketed = take("[pid ")
    skipBlanks()
    let digits = line[position...].prefix(while: \.isDigit)
    let next = digits.endIndex < line.endIndex ? line[digits.endIndex] : 0x20
    guard [0x20, 0x3c, 0x5d].contains(next), let number = Int(String(decoding: digits, as: UTF8.self)), number < 1 << 31
    else { return 0 }
    position = digits.endIndex
    if next == 0x3c, let end = line[position...].firstIndex(of: 0x3e) { position = end + 1 }
    if isBracketed { _ = take("]") }
    skipBlanks()
    return number
  }

  /// Consumes what -t, -tt, -ttt and -r write: `01:57:08.922291`, `1796003832.205207`, `0.000046 (+ 0.000046)`.
  mutating func skipTimes() {
    while true {
      let isDifference = take("(+")
      skipBlanks()
      let time = line[position...].prefix { (0x30...0x3a).contains($0) || $0 == 0x2e }
      if time.isEmpty, !isDifference { return }
      position = time.endIndex
      if isDifference { _ = take(")") }
      skipBlanks()
    }
  }

  /// Consumes what -n and -i write, the number of the call and where the program makes it: `[  41] [00007f1c] `.
  mutating func skipBrackets() {
    while current == 0x5b, let end = line[position...].firstIndex(of: 0x5d) {
      let inside = line[(position + 1)..<end]
      guard
        inside.allSatisfy({
          $0 == 0x20 || $0 == 0x3f || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 || $0.isDigit
        })
      else { return }
      position = end + 1
      skipBlanks()
    }
  }

  /// Consumes the name of a system call.
  mutating func name() -> String {
    let name = line[position...].prefix {
      (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) || $0.isDigit || $0 == 0x5f
    }
    position = name.endIndex
    return String(decoding: name, as: UTF8.self)
  }

  /// Consumes the rest of the line.
  mutating func rest() -> String {
    defer { position = line.endIndex }
    return String(decoding: line[position...], as: UTF8.self)
  }

  func problem(_ text: String) -> StraceLine.Problem {
    StraceLine.Problem(column: position - line.startIndex, text: text)
  }
}
