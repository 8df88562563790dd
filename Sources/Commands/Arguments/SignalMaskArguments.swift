import Glibc
import SessionLanguage
import Sockets
import Text

// What ppoll, pselect and the calls of epoll_pwait(2) take besides the words of poll, select and epoll_wait.
extension Arguments {
  /// These words without `mask:SIGNALS`, which may come last; without it no signal is blocked.
  func withMask() throws(Diagnostic) -> (arguments: Arguments, mask: SignalMask) {
    guard count > 0 else { return (self, SignalMask(0)) }
    let last = try text(count - 1)
    guard last.hasPrefix("mask:") else { return (self, SignalMask(0)) }
    let names = String(last.dropFirst(5))
    // A number would be taken for bits, not for the signal of that number.
    guard names.split(separator: "|").allSatisfy({ $0.first?.isLetter == true }) else {
      throw .invalid("signal mask", names, at: span(count - 1), label: "names of signals, such as SIGPIPE|SIGTERM")
    }
    let bits = try ConstantTable.signals.flags(names, at: span(count - 1))
    guard bits & 1 << (SIGUSR1 - 1) == 0 else {
      throw Diagnostic(
        "SIGUSR1 cannot be blocked", at: span(count - 1), label: "nothing could interrupt the call",
        help: "it is the signal with which Ctrl-C, cancel and a deadline make a call return EINTR")
    }
    return (droppingLast, SignalMask(UInt32(bitPattern: bits)))
  }

  /// How long a call may wait, in nanoseconds; -1, forever, when the word is missing. A bare number is one of
  /// milliseconds.
  func nanoseconds(_ index: Int) throws(Diagnostic) -> Int64 {
    guard index < count else { return -1 }
    let text = try text(index)
    for (unit, factor) in [("ns", Int64(1)), ("us", 1000)] {
      if text.hasSuffix(unit), let number = UInt32(numeral: text.dropLast(2)) { return Int64(number) * factor }
    }
    let milliseconds = try timeout(index)
    guard milliseconds >= 0 else {
      throw .invalid("time", text, at: span(index), label: "0 or more; leave it out to wait forever")
    }
    return Int64(milliseconds) * 1_000_000
  }

  /// `nanoseconds` in milliseconds, rounded up: only 0 is no time, and what is negative is forever.
  static func milliseconds(_ nanoseconds: Int64) -> Int {
    Int(nanoseconds < 0 ? -1 : (nanoseconds + 999_999) / 1_000_000)
  }
}

extension Argument {
  /// A `struct timespec`; NULL below 0.
  static func timespec(nanoseconds: Int64) -> Argument {
    .symbol(
      nanoseconds < 0 ? "NULL" : "{tv_sec=\(nanoseconds / 1_000_000_000), tv_nsec=\(nanoseconds % 1_000_000_000)}")
  }

  static func mask(_ mask: SignalMask) -> Argument { .symbol(mask.inC) }
}

extension Parameter {
  static let mask = Parameter("mask:SIGNALS", .text, optional: true)
}
