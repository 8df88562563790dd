import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Text

/// Remembers the lines that are played again and again, as in a long repetition, and the cards of their calls: where a
/// call comes to the same as before, its card is the same but for the time that it took.
final class CardCache {
  /// The most bytes of a line, and of data in a step, that are remembered.
  fileprivate static let longest = 4096

  private var lines = DirectMappedCache<Statement, Bytes>()
  private var cards = DirectMappedCache<Call, Known>()

  /// Appends the line of `statement`, when it is known. Returns whether it is.
  func recall(_ statement: Statement, to text: inout TextBuffer) -> Bool {
    guard let line = lines[statement] else { return false }
    text.put(composed: line.all)
    return true
  }

  /// Takes up the `line` that is written for `statement`.
  func remember(_ statement: Statement, _ line: TextBuffer.Part) {
    lines.keep(statement) { line.count <= Self.longest ? Bytes(line) : nil }
  }

  /// Appends the card of `step`, when it is known. Returns whether it is.
  func recall(_ step: Step, to text: inout TextBuffer) -> Bool {
    guard step.isPlain, step.exchanges.count == 1, let answer = step.exchanges[0].answer, answer.isSimple,
      let known = cards[step.exchanges[0].call], known.isOf(answer), known.isOf(step.changes)
    else { return false }
    text.put(composed: known.before.all)
    Duration.write(answer.nanoseconds, to: &text)
    text.put(composed: known.behind.all)
    return true
  }

  /// Takes up the card of `step`, in which the time stands in front of `behind`.
  func remember(_ step: Step, before: TextBuffer.Part, behind: TextBuffer.Part) {
    guard step.isPlain, step.exchanges.count == 1, let answer = step.exchanges[0].answer else { return }
    let call = step.exchanges[0].call
    cards.keep(call) {
      // Addresses that are news do not come again.
      let wantsCache = answer.isSimple && call.isFixed && step.changes.allSatisfy { $0.endpoints == nil }
      return wantsCache ? Known(answer, step.changes, Bytes(before), Bytes(behind)) : nil
    }
  }
}

/// A card but for the time in it, and what it tells of.
private final class Known {
  private let result: Int
  private let isEndOfFile: Bool
  /// nil where the call receives none.
  private let data: Bytes?
  private let changes: [Change]
  /// The card's text before the time and behind it.
  let before: Bytes
  let behind: Bytes

  init(_ answer: Answer, _ changes: [Change], _ before: Bytes, _ behind: Bytes) {
    (result, isEndOfFile, data) = (answer.result, answer.received.isEndOfFile, answer.received.data.map(Bytes.init))
    (self.changes, self.before, self.behind) = (changes, before, behind)
  }

  /// Whether it tells of `answer`, which is simple.
  @inline(__always)
  func isOf(_ answer: Answer) -> Bool {
    guard answer.result == result, answer.received.isEndOfFile == isEndOfFile else { return false }
    guard let data, let received = answer.received.data else { return data == nil && answer.received.data == nil }
    return received.withUnsafeBytes { ByteScan.areEqual($0, UnsafeRawBufferPointer(data.all)) }
  }

  /// Whether it tells of `changes`. A handle tells one that comes again with the object that it had for it before, and
  /// that which takes its name with one that is like it.
  @inline(__always)
  func isOf(_ changes: [Change]) -> Bool {
    guard changes.count == self.changes.count else { return false }
    for index in changes.indices
    where changes[index] !== self.changes[index] && !changes[index].isLike(self.changes[index]) {
      return false
    }
    return true
  }
}

/// Bytes that stay where they are.
private final class Bytes {
  let all: UnsafeBufferPointer<UInt8>

  init(_ bytes: some Collection<UInt8>) {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = memory.initialize(fromContentsOf: bytes)
    all = UnsafeBufferPointer(memory)
  }

  deinit { all.deallocate() }
}

extension Call {
  /// Whether all of its text is known beforehand, because the kernel writes no argument, and it is small enough to be
  /// kept.
  fileprivate var isFixed: Bool {
    arguments.allSatisfy {
      switch $0 {
      case .integer, .length, .descriptor, .symbol, .buffer, .address, .option: true
      case .bytes(let bytes): bytes.count <= CardCache.longest
      default: false
      }
    }
  }
}

extension Answer {
  /// Whether it is a number and data at most, which are small enough to be kept.
  fileprivate var isSimple: Bool {
    !failed && !raisedSIGPIPE && received.address == nil && received.details == nil
      && received.data?.count ?? 0 <= CardCache.longest
  }
}
