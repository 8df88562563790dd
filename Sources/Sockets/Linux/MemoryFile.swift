import CSockets
import Glibc

/// A file without a name that lies in memory, such as for what another process writes.
package struct MemoryFile {
  package let descriptor: Int32
  /// Why there is none; nil if there is one.
  package let problem: Errno?

  /// The C function is `memfd_create`. Programs that this process starts do not have it.
  package init() {
    descriptor = sockplay_memory_file()
    problem = descriptor < 0 ? Errno(errno) : nil
  }

  /// One that the process has which started this one. Programs that this process starts do not have it.
  package init(given descriptor: Int32) {
    (self.descriptor, problem) = (descriptor, nil)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Writes `bytes` in place of all that it holds.
  package func replace(with bytes: [UInt8]) {
    guard ftruncate(descriptor, 0) == 0 else { return }
    var place = 0
    while place < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress.map { $0 + place }, bytes.count - place, place)
      }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return }
      place += count
    }
  }

  /// Hands on all that was written to it, piece by piece.
  package func read(_ take: (UnsafeBufferPointer<UInt8>) -> Void) {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var place = 0
    while case let count = pread(descriptor, &piece, piece.count, place), count > 0 {
      piece.withUnsafeBufferPointer { take(UnsafeBufferPointer(rebasing: $0[..<count])) }
      place += count
    }
  }

  /// How many bytes the files of `descriptors` hold together.
  package static func size(of descriptors: [Int32]) -> Int {
    var seen: Set<UInt64> = [], size = 0
    for descriptor in descriptors {
      var status = stat()
      // A duplicate has the same file.
      guard fstat(descriptor, &status) == 0, seen.insert(UInt64(status.st_ino)).inserted else { continue }
      size += Int(status.st_size)
    }
    return size
  }

  package func close() { if descriptor >= 0 { Glibc.close(descriptor) } }
}
