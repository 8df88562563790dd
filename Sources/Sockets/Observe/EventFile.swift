/// What an eventfd or a timerfd has for its reader, as the kernel has it now. See proc_pid_fdinfo(5).
package enum EventFile: Sendable, Equatable {
  /// The counter of an eventfd.
  case counter(UInt64)
  /// Whether a timer has fired since it was read or set last; the milliseconds until it fires next, 0 while it does not
  /// run; and those between two times, 0 for one that fires once. Both are rounded up.
  case timer(hasFired: Bool, left: Int, interval: Int)

  /// That of `descriptor`; nil if it is neither, or the kernel does not say.
  package static func of(_ descriptor: Int32) -> EventFile? {
    SmallFile.text(EpollWatch.file(of: Int(descriptor))).flatMap { EventFile($0) }
  }

  /// The text of proc_pid_fdinfo(5).
  init?(_ text: String) {
    var fields: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { fields[parts[0]] = parts[1] }
    }
    if let count = fields["eventfd-count"]?.split(separator: " ").first.flatMap({ UInt64($0, radix: 16) }) {
      self = .counter(count)
      return
    }
    guard let ticks = fields["ticks"]?.split(separator: " ").first.flatMap({ UInt64($0) }),
      let left = Self.milliseconds(fields["it_value"]), let interval = Self.milliseconds(fields["it_interval"])
    else { return nil }
    self = .timer(hasFired: ticks > 0, left: left, interval: interval)
  }

  /// The time of ` (1, 500000000)`, seconds and nanoseconds.
  private static func milliseconds(_ text: Substring?) -> Int? {
    guard let numbers = text?.split(whereSeparator: { " (,)".contains($0) }).compactMap({ Int($0) }), numbers.count == 2
    else { return nil }
    return numbers[0] * 1000 + (numbers[1] + 999_999) / 1_000_000
  }

  package var evidence: String {
    switch self {
    case .counter(let count): "eventfd-count \(count)"
    case .timer(let hasFired, let left, let interval):
      "ticks \(hasFired ? "more than 0" : "0"), it_value \(left) ms, it_interval \(interval) ms"
    }
  }
}
