import Glibc

/// Files of /proc and /sys.
package enum SmallFile {
  /// The whole file at `path` as text; nil if it cannot be read.
  static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

  /// The whole file at `path`; nil if it cannot be read. The C functions are `open` and `read`.
  static func bytes(_ path: String) -> [UInt8]? {
    let descriptor = Descriptors.beyondSoftLimit { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { return nil }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Writes `text` to the existing file at `path`, all at once. The C functions are `open` and `write`.
  /// - Returns: What failed; nil when it is written.
  package static func write(_ text: String, to path: String) -> Errno? {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return Errno(errno) }
    defer { close(descriptor) }
    let count = Glibc.write(descriptor, text, text.utf8.count)
    let number = errno
    return count == text.utf8.count ? nil : Errno(number)
  }

  /// Its first line, with control characters replaced; nil if it is empty.
  static func line(_ path: String) -> String? {
    guard let line = text(path)?.split(separator: "\n").first else { return nil }
    return String(line.unicodeScalars.map { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? " " : Character($0) })
  }
}
