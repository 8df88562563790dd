/// What a regular expression may ask for. The library reads a pattern recursively and writes a counted repetition out,
/// so a short line could overflow the stack or fill the memory of the player's machine.
package enum PatternLimits {
  /// Bytes of a pattern.
  static let length = 4096
  /// Groups and classes inside each other.
  static let depth = 50
  /// How often counted repetitions inside each other may repeat something together.
  static let repetitions = 10_000

  /// Refuses the pattern at `span` unless it is a regular expression that keeps the limits.
  package static func check(_ pattern: String, at span: Span) throws(Diagnostic) {
    if let problem = problem(pattern) {
      throw Diagnostic("this pattern asks for too much", at: span, label: problem)
    }
    do {
      _ = try Regex(pattern)
    } catch {
      throw Diagnostic("not a regular expression", at: span, label: "\(error)")
    }
  }

  /// Checks `pattern` against the limits before anything reads it.
  ///
  /// - Returns: which limit it breaks, in words; nil when it keeps all of them.
  static func problem(_ pattern: String) -> String? {
    let bytes = Array(pattern.utf8)
    if bytes.count > length { return "a pattern has at most \(length) bytes" }
    var scan = Scan(bytes)
    while scan.next() {}
    if scan.deepest > depth { return "groups and classes may be nested \(depth) deep" }
    return scan.most > repetitions ? "repetitions inside each other may come to \(repetitions)" : nil
  }

  /// A walk over a pattern that knows how deep it is and how often the atom before it may repeat something.
  private struct Scan {
    private let bytes: [UInt8]
    private var index = 0
    /// For each open group, and for the whole, the most repetitions of one of its atoms.
    private var open = [1]
    private var classes = 0
    /// The most repetitions inside the last atom.
    private var atom = 1
    private(set) var deepest = 0
    private(set) var most = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Takes the next byte; false at the end.
    mutating func next() -> Bool {
      guard index < bytes.count else { return false }
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\"):
        index += 1
        atom = 1
      case UInt8(ascii: "["): classes += 1
      case UInt8(ascii: "]") where classes > 0:
        classes -= 1
        atom = 1
      case _ where classes > 0: break
      case UInt8(ascii: "("): open.append(1)
      case UInt8(ascii: ")") where open.count > 1: atom = open.removeLast()
      case UInt8(ascii: "{"): repeatAtom()
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): break
      default: atom = 1
      }
      deepest = max(deepest, open.count - 1 + classes)
      open[open.count - 1] = max(open[open.count - 1], atom)
      return true
    }

    /// Takes `m}`, `m,}` or `m,n}`.
    private mutating func repeatAtom() {
      guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else { return }
      let numbers = bytes[index..<end].split(separator: UInt8(ascii: ","))
      let counts = numbers.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
      guard counts.count == numbers.count, let count = counts.max() else { return }
      index = end + 1
      atom = atom.multipliedReportingOverflow(by: max(1, count)).overflow ? .max : atom * max(1, count)
      most = max(most, atom)
    }
  }
}
