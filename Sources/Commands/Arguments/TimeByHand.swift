import Glibc
import SessionLanguage
import Sockets

/// The time of a call that waits, by hand: a pointer that is wrong on purpose, or a structure by its members, which may
/// hold what is no time.
struct TimeByHand: Sendable {
  private let pointer: WrongPointer?
  private let seconds: Int
  private let fraction: Int
  /// The name of the second member, `tv_usec` or `tv_nsec`.
  private let member: String

  fileprivate init(_ pointer: WrongPointer?, _ seconds: Int, _ fraction: Int, _ member: String) {
    (self.pointer, self.seconds, self.fraction, self.member) = (pointer, seconds, fraction, member)
  }

  /// A pointer that is wrong on purpose.
  init(_ pointer: WrongPointer) { self.init(pointer, 0, 0, "tv_nsec") }

  var argument: Argument { pointer.map { .pointer($0) } ?? .symbol("{tv_sec=\(seconds), \(member)=\(fraction)}") }

  /// How long the call may wait; -1 is forever. What is no time is none: the call fails at once.
  var milliseconds: Int {
    if let pointer { return pointer == .null ? -1 : 0 }
    let perMillisecond = member == "tv_usec" ? 1000 : 1_000_000
    guard (0...Int(Int32.max)).contains(seconds), (0..<1000 * perMillisecond).contains(fraction) else { return 0 }
    return seconds * 1000 + (fraction + perMillisecond - 1) / perMillisecond
  }

  /// Calls `body` with a pointer to the structure. Both kinds of structure are two numbers of 64 bits.
  func passed(to body: (UnsafeMutableRawPointer?) -> Int) -> Int {
    if let pointer { return body(pointer.raw) }
    var members = (seconds, fraction)
    return withUnsafeMutableBytes(of: &members) { body($0.baseAddress) }
  }
}

extension Arguments {
  /// The time that the line gives by hand, as the pointer `name` or by its members; nil when it gives none.
  func timeByHand(_ name: String, _ member: String) throws(Diagnostic) -> TimeByHand? {
    guard hasByHand else { return nil }
    if let pointer = try pointer(byHand: name) { return TimeByHand(pointer, 0, 0, member) }
    let (seconds, fraction) = (try number(byHand: "tv_sec"), try number(byHand: member))
    return seconds == nil && fraction == nil ? nil : TimeByHand(nil, seconds ?? 0, fraction ?? 0, member)
  }
}
