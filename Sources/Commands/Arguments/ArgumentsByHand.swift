import Handles
import SessionLanguage
import Sockets
import Text

// Arguments of C that a line gives by hand, such as `len:-1` and `buf:badptr`.
extension Arguments {
  /// The value of the argument `name` and the index of its word; nil when the line does not give it.
  private func valueByHand(_ name: String) throws(Diagnostic) -> (text: String, index: Int)? {
    let end = line.words.count - 1
    for index in end - countByHand..<end {
      let text = try text(index)
      if text.hasPrefix(name), text.dropFirst(name.count).first == ":" {
        return (String(text.dropFirst(name.count + 1)), index)
      }
    }
    return nil
  }

  /// Whether the line gives any argument by hand.
  var hasByHand: Bool { countByHand > 0 }

  /// A pointer that is wrong on purpose, `NULL` or `badptr`; nil when the line does not give it.
  func pointer(byHand name: String) throws(Diagnostic) -> WrongPointer? {
    guard hasByHand, let (text, index) = try valueByHand(name) else { return nil }
    if let pointer = WrongPointer(word: text) { return pointer }
    throw .invalid("pointer", text, at: span(index), label: "NULL or badptr")
  }

  /// A number; nil when the line does not give it.
  func number(byHand name: String, in range: ClosedRange<Int> = Int.min...Int.max) throws(Diagnostic) -> Int? {
    guard hasByHand, let (text, index) = try valueByHand(name) else { return nil }
    if let number = Size.parse(text), range.contains(number) { return number }
    let label = range == Int.min...Int.max ? "a number" : "\(range.lowerBound) to \(range.upperBound)"
    throw .invalid("value for \(name)", text, at: span(index), label: label)
  }

  /// A number of 32 bits, whether the call takes an int or an unsigned one; nil when the line does not give it.
  func number32(byHand name: String) throws(Diagnostic) -> Int32? {
    try number(byHand: name, in: Int(Int32.min)...Int(UInt32.max)).map { Int32(truncatingIfNeeded: $0) }
  }

  /// An argument that is a pointer to a number: a pointer that is wrong on purpose, or the number there.
  func lengthPointer(byHand name: String) throws(Diagnostic) -> LengthPointer? {
    guard hasByHand, let (text, index) = try valueByHand(name) else { return nil }
    if let pointer = WrongPointer(word: text) { return .wrong(pointer) }
    guard let number = Size.parse(text).flatMap({ Int32(exactly: $0) }) else {
      throw .invalid("value for \(name)", text, at: span(index), label: "an int, NULL or badptr")
    }
    return .length(number)
  }

  /// The error for the argument `name`, which the line gives by hand and which would let the kernel use memory that is
  /// not the call's.
  func refusal(byHand name: String, _ title: String, help: String) throws(Diagnostic) -> Diagnostic {
    Diagnostic(title, at: span(try valueByHand(name)?.index ?? count), label: "sockplay does not pass this", help: help)
  }

  /// The pointer that is wrong on purpose which the word is, where it is one.
  func wrongPointer(_ index: Int) -> WrongPointer? { plain(index).flatMap { WrongPointer(word: $0) } }
}

/// The argument `socklen_t *` of a call: where the kernel reads a length and writes another.
enum LengthPointer: Sendable, Equatable {
  case wrong(WrongPointer)
  case length(Int32)
}

/// An argument that is a pointer to an offset in a file, or NULL for the file's own position.
enum OffsetByHand: Sendable, Equatable {
  case none
  case wrong(WrongPointer)
  case offset(Int64)

  var argument: Argument {
    switch self {
    case .none: .symbol("NULL")
    case .wrong(let pointer): .pointer(pointer)
    case .offset(let offset): .symbol("[\(offset)]")
    }
  }

  func passed(to body: (UnsafeMutablePointer<Int64>?) -> Int) -> Int {
    switch self {
    case .none: return body(nil)
    case .wrong(let pointer): return body(pointer.of(Int64.self))
    case .offset(var offset): return body(&offset)
    }
  }
}

extension Arguments {
  func offset(byHand name: String) throws(Diagnostic) -> OffsetByHand {
    guard hasByHand, let (text, index) = try valueByHand(name) else { return .none }
    if let pointer = WrongPointer(word: text) { return .wrong(pointer) }
    guard let offset = Size.parse(text) else {
      throw .invalid("value for \(name)", text, at: span(index), label: "a number, NULL or badptr")
    }
    return .offset(Int64(offset))
  }
}

extension WrongPointer {
  /// The words for them.
  static let words = ["NULL", "badptr"]

  init?(word: String) {
    switch word {
    case "NULL": self = .null
    case "badptr": self = .forbidden
    default: return nil
    }
  }
}
