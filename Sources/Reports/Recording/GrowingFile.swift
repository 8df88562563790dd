import Commands
import Glibc
import Sockets

/// A file to which whole pieces are added, so that it is valid at any moment.
package final class GrowingFile {
  private let descriptor: Int32
  /// The length of all whole pieces so far, in bytes; anything after it is truncated if a write fails.
  private(set) var length: Int

  /// - Parameter descriptor: Opened for writing with O_APPEND. It is closed with this.
  package init(_ descriptor: Int32, length: Int = 0) { (self.descriptor, self.length) = (descriptor, length) }

  deinit { close(descriptor) }

  /// Its path in /proc, also while it has no name.
  var path: String { Descriptors.path(of: descriptor) }

  /// Adds a piece, whole or not at all. One call writes it unless something is wrong; a second one then fails and says
  /// what.
  package func append(_ piece: [UInt8]) throws(FileProblem) {
    var written = 0
    while written < piece.count {
      let count = piece[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      let error = Errno(errno)
      if count < 0, error.rawValue == EINTR { continue }
      guard count > 0 else {
        ftruncate(descriptor, length)
        throw FileProblem(errno: error)
      }
      written += count
    }
    length += written
  }

  /// Takes over whole lines that another program has added, and throws that the file was changed otherwise, or is gone. The
  /// C function is `fstat`.
  /// - Parameter path: Where it must be, if it has no other name.
  /// - Returns: Whether there were any.
  func takeAddedLines(at path: String) throws(FileProblem) -> Bool {
    let status = status
    if status.st_nlink == 0, !isThere(status, at: path) {
      throw FileProblem(text: "another program has removed the file, or put another in its place")
    }
    let size = Int(status.st_size)
    if size == length { return false }
    guard size > length, endsInLine(size) else { throw Self.changed }
    length = size
    return true
  }

  private static let changed = FileProblem(text: "another program has changed the file")

  private var status: stat {
    var status = stat()
    fstat(descriptor, &status)
    return status
  }

  /// Some file systems count no links of a file that was made without a name.
  private func isThere(_ status: stat, at path: String) -> Bool {
    var found = stat()
    return stat(path, &found) == 0 && found.st_ino == status.st_ino && found.st_dev == status.st_dev
  }

  private func endsInLine(_ size: Int) -> Bool {
    // This descriptor is for writing.
    let reader = open(self.path, O_RDONLY | O_CLOEXEC)
    defer { close(reader) }
    var last: UInt8 = 0
    return pread(reader, &last, 1, size - 1) == 1 && last == UInt8(ascii: "\n")
  }

  /// Takes everything after the first `start` bytes out again. One call does that. The C function is `ftruncate`.
  func cut(to start: Int) throws(FileProblem) {
    guard Int(status.st_size) == length else { throw Self.changed }
    guard ftruncate(descriptor, start) == 0 else { throw FileProblem(errno: Errno(errno)) }
    length = start
  }
}
