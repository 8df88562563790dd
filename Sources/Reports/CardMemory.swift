import Commands
import Runner
import SessionLanguage
import Sockets

/// Remembers the cards of calls that are made again and again, as in a long repetition: where a call comes to the same as before, its
/// card is the same but for the time that it took. A call is known by the object that it is.
final class CardMemory {
  /// The most bytes of data in a step that is remembered.
  fileprivate static let longest = 4096

  private final class Known {
    let call: Call
    let answer: Answer
    let changes: [Change]
    /// The card's text before the time and behind it.
    let before: UnsafeBufferPointer<UInt8>
    let behind: UnsafeBufferPointer<UInt8>

    init(_ call: Call, _ answer: Answer, _ changes: [Change], before: Text.Part, behind: Text.Part) {
      (self.call, self.answer, self.changes, self.before, self.behind) = (call, answer, changes, Self.copy(before), Self.copy(behind))
    }

    deinit {
      before.deallocate()
      behind.deallocate()
    }

    private static func copy(_ part: Text.Part) -> UnsafeBufferPointer<UInt8> {
      let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: part.count)
      _ = memory.initialize(fromContentsOf: part)
      return UnsafeBufferPointer(memory)
    }
  }

  private var known: [Known?] = Array(repeating: nil, count: 256)
  /// Calls that came once: most do not come again, and need not be remembered.
  private var seen: [Call?] = Array(repeating: nil, count: 256)

  /// Appends the card of STEP, when it is known. Returns whether it is.
  func recall(_ step: Step, to text: inout Text) -> Bool {
    guard step.isPlain, step.exchanges.count == 1, let known = known[Self.index(step.exchanges[0].call)],
      known.call === step.exchanges[0].call, let answer = step.exchanges[0].answer, known.answer.looksLike(answer)
    else { return false }
    let changes = step.changes
    guard changes.count == known.changes.count else { return false }
    for index in changes.indices where !changes[index].looksLike(known.changes[index]) { return false }
    text.put(composed: known.before)
    Duration.write(answer.nanoseconds, to: &text)
    text.put(composed: known.behind)
    return true
  }

  /// Takes up the card of STEP, in which the time stands in front of BEHIND.
  func remember(_ step: Step, before: Text.Part, behind: Text.Part) {
    guard step.isPlain, step.exchanges.count == 1, let answer = step.exchanges[0].answer, step.exchanges[0].call.isFixed,
      answer.isSimple, step.changes.allSatisfy(\.isOrdinary)
    else { return }
    let call = step.exchanges[0].call
    let index = Self.index(call)
    guard seen[index] === call else { return seen[index] = call }
    known[index] = Known(call, answer, step.changes, before: before, behind: behind)
  }

  /// Multiplied by the golden ratio, addresses that differ by any pattern lie apart in their highest bits.
  private static func index(_ call: Call) -> Int {
    let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(call).toOpaque()))
    return Int((address &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }
}

extension Call {
  /// Whether all of its text is known beforehand, because the kernel writes no argument, and it is small enough to be kept.
  fileprivate var isFixed: Bool {
    arguments.allSatisfy {
      switch $0 {
      case .integer, .symbol, .buffer, .address, .option: true
      case .bytes(let bytes): bytes.count <= CardMemory.longest
      default: false
      }
    }
  }
}

extension Answer {
  /// Whether it is a number and data at most, which are small enough to be kept.
  fileprivate var isSimple: Bool {
    !failed && !raisedSIGPIPE && received.address == nil && received.details == nil && received.data?.count ?? 0 <= CardMemory.longest
  }

  /// Whether OTHER is the same but for the time. This one is simple.
  @inline(__always)
  fileprivate func looksLike(_ other: Answer) -> Bool {
    result == other.result && other.isSimple && received.isEndOfFile == other.received.isEndOfFile
      && Self.areSame(received.data, other.received.data)
  }

  @inline(__always)
  private static func areSame(_ one: [UInt8]?, _ other: [UInt8]?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return one.withUnsafeBytes { one in other.withUnsafeBytes { Eights.areEqual(one, $0) } }
  }
}

extension Change {
  /// Whether OTHER looks the same on a card. That one is ordinary.
  @inline(__always)
  fileprivate func looksLike(_ other: Change) -> Bool {
    guard isOrdinary, name == other.name, let before, let known = other.before else { return false }
    return before.looksLike(known) && after.looksLike(other.after) && after.millisecondsLeft == other.after.millisecondsLeft
  }
}
