import SessionLanguage
import Text

/// A system call as strace's log has it, from its beginning to its end.
package struct TracedCall: Sendable, Equatable {
  /// The thread that made it; 0 where the log has one thread and does not say.
  package let pid: Int
  package let name: String
  /// What stands between the parentheses, with descriptors as plain numbers.
  package var arguments: String
  /// What stands after the equals sign, such as `-1 EAGAIN (Resource temporarily unavailable)`; empty if the log ends
  /// before the call does.
  package var result = ""
  /// The lines of the log in which it begins and ends, counted from 1.
  package let began: Int
  package var ended: Int?

  /// What it returned; nil where nobody knows: `?`.
  package var number: Int? {
    let word = result.prefix { !" <(".contains($0) }
    return word.hasPrefix("0x") ? Int(word.dropFirst(2), radix: 16) : Int(word)
  }

  /// `EAGAIN`, where it failed.
  package var errno: String? {
    let words = result.split(separator: " ")
    guard words.count > 1, words[0] == "-1", words[1].first == "E" else { return nil }
    let symbol = String(words[1])
    return symbol.utf8.allSatisfy { (0x41...0x5a).contains($0) || $0.isDigit } ? symbol : nil
  }

  /// What it does; nothing for a call that has nothing to do with sockets.
  var traits: SystemCall.Traits { SystemCall.named(name)?.traits ?? [] }

  /// The descriptor that it has made; nil where it made none.
  var madeDescriptor: Int32? {
    let isDuplicate = traits.contains(.mayDuplicate) && arguments.contains("F_DUPFD")
    guard traits.contains(.opens) || isDuplicate, let number, number >= 0 else { return nil }
    return Int32(truncatingIfNeeded: number)
  }

  /// Its first argument, where that is a descriptor.
  package var descriptor: Int32? { Int32(arguments.prefix { $0.isNumber }) }

  /// Whether it was ended by a signal before anything had come of it.
  var wasInterrupted: Bool {
    number == nil || errno == "EINTR" || errno?.hasPrefix("ERESTART") == true
  }

  /// Its arguments, taken apart; nil where that cannot be done.
  func parsed() -> CCall? { (try? Parser.parse(Array("\(name)(\(arguments))".utf8)))?.call }
}
