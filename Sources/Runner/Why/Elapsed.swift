import Sockets

/// Lengths of time for people: `200 ms`, `2.1 s`, `57 s`, `3 min`.
enum Elapsed {
  static func text(_ milliseconds: Int) -> String {
    switch milliseconds {
    case ..<1000: "\(max(0, milliseconds)) ms"
    case ..<10_000: "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    case ..<120_000: "\((milliseconds + 999) / 1000) s"
    default: "\((milliseconds + 59_999) / 60_000) min"
    }
  }

  /// How long ago `moment` of the monotonic clock was.
  static func since(_ moment: Int64) -> String { text(Int((monotonicNanoseconds() - moment) / 1_000_000)) + " ago" }
}
