import Glibc
import SessionLanguage
import Sockets
import Text

/// What a partner says of its work, a line each. A reader that does not keep up loses lines, which is said, and never
/// holds the partner up.
final class Log: Sendable {
  private let descriptor: Int32
  let language: Language
  /// How many lines had no room.
  private let lost = Locked(0)

  init(_ descriptor: Int32 = 1, _ language: Language) { (self.descriptor, self.language) = (descriptor, language) }

  func write(_ line: String) {
    lost.withLock { lost in
      if lost > 0 {
        guard put(language.text("(\(lost) lines had no room)", korean: "(\(lost)줄을 적을 자리가 없었습니다)")) else {
          return lost += 1
        }
        lost = 0
      }
      if !put(line) { lost += 1 }
    }
  }

  /// A line is shorter than PIPE_BUF, so it is written whole or not at all, see pipe(7).
  private func put(_ line: String) -> Bool {
    let bytes = Array((line + "\n").utf8)
    return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
  }
}
