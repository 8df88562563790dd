import Glibc
import Sockets

/// A descriptor that text goes to. Once it cannot be written to, nothing more is.
public final class Output {
  private let descriptor: Int32
  /// Why writing failed.
  public private(set) var problem: Errno?

  public init(descriptor: Int32) { self.descriptor = descriptor }

  public static let standardOutput = Int32(1)
  public static let standardError = Int32(2)

  /// Writes BYTES at once. The C function is `write`; only here a rest is written again.
  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while problem == nil, start < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress! + start, buffer.count - start)
        if count < 0, errno == EINTR { continue }
        if count < 0 { problem = Errno(errno) } else { start += count }
      }
    }
  }

  public func write(_ text: String) { write(Array(text.utf8)) }
}
