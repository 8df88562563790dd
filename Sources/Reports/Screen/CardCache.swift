import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Text

/// Caches the lines that are played again and again, as in a long repetition, and the cards of their calls: if a call
/// has the same result as before, its card only differs in the duration.
/// Gains 53 % of a replayed step (instructions, 2026-11).
final class CardCache {
  /// The most bytes of a line, and of data in a step, that are cached.
  fileprivate static let longest = 4096

  private var lines = DirectMappedCache<Statement, Bytes>()
  private var cards = DirectMappedCache<Call, Known>()

  /// Appends the line of `statement` if it is cached. Returns whether it is.
  func recall(_ statement: Statement, to text: inout TextBuffer) -> Bool {
    guard let line = lines[statement] else { return false }
    text.put(composed: line.all)
    return true
  }

  /// Caches the `line` that was written for `statement`.
  func remember(_ statement: Statement, _ line: TextBuffer.Part) {
    lines.keep(statement) { line.count <= Self.longest ? Bytes(line) : nil }
  }

  /// Appends the card of `step` if it is cached. Returns whether it is.
  func recall(_ step: Step, to text: inout TextBuffer) -> Bool {
    guard step.isPlain, step.exchanges.count == 1, let answer = step.exchanges[0].answer, answer.isSimple,
      let known = cards[step.exchanges[0].call], known.isOf(answer), known.isOf(step.changes),
      known.sender == step.sender
    else { return false }
    text.put(composed: known.before.all)
    Duration.write(answer.nanoseconds, to: &text)
    text.put(composed: known.after.all)
    return true
  }

  /// Caches the card of `step`: its text before and after the duration.
  func remember(_ step: Step, before: TextBuffer.Part, after: TextBuffer.Part) {
    guard step.isPlain, step.exchanges.count == 1, let answer = step.exchanges[0].answer else { return }
    let call = step.exchanges[0].call
    // The cache holds what came once, too: a thousand calls with all that they sent.
    guard call.dataCount <= Self.longest else { return }
    cards.keep(call) {
      // New addresses do not come again.
      let wantsCache = answer.isSimple && call.isFixed && step.changes.allSatisfy { $0.endpoints == nil }
      return wantsCache ? Known(answer, step, Bytes(before), Bytes(after)) : nil
    }
  }
}

/// A card without its duration, and what it shows.
private final class Known {
  private let result: Int
  private let isEndOfFile: Bool
  /// nil if the call receives none.
  private let data: Bytes?
  private let address: SocketAddress?
  private let addressLength: Int?
  let sender: String?
  private let changes: [Change]
  /// The card's text before and after the duration.
  let before: Bytes
  let after: Bytes

  init(_ answer: Answer, _ step: Step, _ before: Bytes, _ after: Bytes) {
    (result, isEndOfFile, data) = (answer.result, answer.received.isEndOfFile, answer.received.data.map(Bytes.init))
    (address, addressLength) = (answer.received.address, answer.received.addressLength)
    (sender, changes, self.before, self.after) = (step.sender, step.changes, before, after)
  }

  /// Whether it shows `answer`, which is simple.
  @inline(__always)
  func isOf(_ answer: Answer) -> Bool {
    guard answer.result == result, answer.received.isEndOfFile == isEndOfFile,
      answer.received.addressLength == addressLength, answer.received.address == address
    else { return false }
    guard let data, let received = answer.received.data else { return data == nil && answer.received.data == nil }
    return received.withUnsafeBytes { ByteScan.areEqual($0, UnsafeRawBufferPointer(data.all)) }
  }

  /// Whether it shows `changes`. A handle returns the same object for a change that comes again; a new handle of the
  /// same name returns an equal one.
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

/// Bytes at a fixed address.
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
  /// Whether its whole text is known beforehand, because the kernel writes no argument but an address, and is small
  /// enough to be cached.
  fileprivate var isFixed: Bool {
    arguments.allSatisfy {
      switch $0 {
      case .integer, .length, .descriptor, .symbol, .path, .buffer, .address, .addressOut, .option: true
      case .bytes(let bytes): bytes.count <= CardCache.longest
      default: false
      }
    }
  }
}

extension Answer {
  /// Whether it is only a number and perhaps an address and data that are small enough to be cached.
  fileprivate var isSimple: Bool {
    !failed && !raisedSIGPIPE && received.details == nil
      && received.data?.count ?? 0 <= CardCache.longest
  }
}
