import Glibc
import Sockets

/// Keeps the last that a program has written for another process.
final class KeptOutput {
  private let file: MemoryFile
  private let limit: Int?
  private var count = 0
  private var tail: [UInt8] = []

  /// How much is kept.
  static let kept = 16 << 10

  /// - Parameter limit: How much a program may write; nil for as much as it likes.
  init(_ file: MemoryFile, limit: Int?) { (self.file, self.limit) = (file, limit) }

  /// Another program begins.
  func begin() {
    (count, tail) = (0, [])
    file.replace(with: [])
  }

  enum Progress { case more, atEnd, tooMuch }

  /// Takes what can be read now.
  func take(from reader: Int32) -> Progress {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let got = read(reader, &buffer, buffer.count)
    guard got > 0 else { return got == 0 ? .atEnd : .more }
    count += got
    tail = Array((tail + buffer[..<got]).suffix(Self.kept))
    file.replace(with: tail)
    return limit.map { count > $0 } == true ? .tooMuch : .more
  }
}
