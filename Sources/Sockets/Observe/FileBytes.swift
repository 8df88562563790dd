import Glibc

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
package enum FileBytes {
  private static let longestFromDevice = 1 << 20

  /// The bytes of the file at `path`.
  package static func read(_ path: String, limit: Int, refusesPipes: Bool = false) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(Array(path.utf8), limit: limit, refusesPipes: refusesPipes, size: { bytes.reserveCapacity($0) }) {
      bytes.append(contentsOf: $0)
    }
    return bytes
  }

  /// Reads a file piece by piece. The C functions are `open` and `read`.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that the file may have.
  ///   - refusesPipes: whether a pipe is refused, because waiting for its end will not do.
  ///   - size: is told first how many bytes the file says it has.
  ///   - body: gets each piece.
  package static func read(
    _ path: [UInt8], limit: Int, refusesPipes: Bool = false, size: (Int) -> Void = { _ in },
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(FileProblem) {
    let flags = O_RDONLY | O_CLOEXEC | (refusesPipes ? O_NONBLOCK : 0)
    let opened = (path + [0]).withUnsafeBytes { open($0.baseAddress!.assumingMemoryBound(to: CChar.self), flags) }
    guard opened >= 0 else { throw FileProblem(errno: Errno(errno)) }
    let descriptor = Descriptors.outOfTheWay(opened)
    defer { close(descriptor) }
    try read(descriptor, limit: limit, refusesPipes: refusesPipes, size: size, body)
  }

  /// The same for what is open as `descriptor`.
  package static func read(
    _ descriptor: Int32, limit: Int, refusesPipes: Bool = false, size: (Int) -> Void = { _ in },
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(FileProblem) {
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
    size(Int(status.st_size))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var total = 0
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw FileProblem(errno: Errno(errno)) }
      guard count > 0 else { return }
      total += count
      guard total <= limit else { throw tooLong }
      chunk.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
