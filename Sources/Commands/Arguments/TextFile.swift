import Glibc
import Sockets

/// Why a file could not be read or written.
package struct FileProblem: Error, Sendable, Equatable {
  package let text: String
  /// nil when the kernel had no objection.
  package let errno: Errno?

  package init(text: String) { (self.text, errno) = (text, nil) }

  /// The text of strerror(3).
  package init(errno: Errno) { (text, self.errno) = (errno.text, errno) }
}

/// Whole files.
package enum TextFile {
  private static let longestFromDevice = 1 << 20

  /// The bytes of the file at PATH; a pipe is refused where waiting for its end will not do.
  /// The C functions are `open` and `read`.
  package static func read(_ path: String, limit: Int, refusesPipes: Bool = false) throws(FileProblem) -> [UInt8] {
    let descriptor = Descriptors.outOfTheWay(open(path, O_RDONLY | O_CLOEXEC | (refusesPipes ? O_NONBLOCK : 0)))
    guard descriptor >= 0 else { throw FileProblem(errno: Errno(errno)) }
    defer { close(descriptor) }
    var status = stat()
    fstat(descriptor, &status)
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileProblem(errno: Errno(EISDIR)) }
    guard !refusesPipes || status.st_mode & S_IFMT != S_IFIFO else {
      throw FileProblem(text: "it is a pipe, which may never end")
    }
    // A device such as /dev/zero never ends.
    let isDevice = [S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT)
    let limit = isDevice ? min(limit, longestFromDevice) : limit
    let tooLong = FileProblem(text: "it is \(isDevice ? "a device that gives more" : "larger") than \(limit >> 20) MB")
    guard status.st_size <= limit else { throw tooLong }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw FileProblem(errno: Errno(errno)) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw tooLong }
    }
  }
}
