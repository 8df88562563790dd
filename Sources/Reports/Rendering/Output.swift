import Glibc
import Sockets

/// A descriptor to which text is written. After a write has failed, nothing more is written.
package final class Output {
  private let descriptor: Int32
  /// Why writing failed.
  package private(set) var problem: Errno?

  /// The lines written so far, while they are counted.
  package private(set) var lines = 0
  package var countsLines = false

  /// What was written, where it goes to no descriptor.
  private var kept: [UInt8] = []
  private var isInMemory: Bool { descriptor < 0 }

  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Keeps what is written.
  package static func inMemory() -> Output { Output(descriptor: -1) }

  /// How many bytes have been written to memory since they were taken last.
  var keptCount: Int { kept.count }

  /// What has been written to memory since this was asked last.
  package func takeKept() -> [UInt8] {
    defer { kept.removeAll(keepingCapacity: true) }
    return kept
  }

  package static let standardOutput = Int32(1)
  package static let standardError = Int32(2)

  /// Writes `bytes` at once. The C function is `write`, repeated for the rest after a partial write.
  package func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    if countsLines { lines += bytes.count { $0 == 0x0a } }
    if isInMemory { return kept.append(contentsOf: bytes) }
    var start = 0
    while problem == nil, start < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + start, bytes.count - start)
      let error = errno
      if count < 0, error == EINTR { continue }
      if count < 0, error == EAGAIN {
        waitUntilWritable()
        continue
      }
      if count < 0 { problem = Errno(error) } else { start += count }
    }
  }

  /// Another process that shares the terminal or the pipe may have made it non-blocking.
  private func waitUntilWritable() {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&entry, 1, -1)
  }

  package func write(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }
}
