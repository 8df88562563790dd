import Sockets
import Text

extension Elapsed {
  /// How long ago `moment` of the monotonic clock was.
  static func since(_ moment: Int64) -> String { past(Int((monotonicNanoseconds() - moment) / 1_000_000)) + " ago" }
}
