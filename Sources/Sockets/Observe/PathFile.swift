import Glibc

/// What lies at the path of a UNIX domain socket.
public enum PathFile: Sendable {
  case nothing, socket
  /// A file of another kind.
  case other
  /// A folder on the way cannot be entered or does not exist; the C function is `lstat`.
  case unreachable(Errno)

  public init(_ path: [UInt8]) {
    var status = stat()
    // The text of the path must not come between the call and errno.
    let result = Self.withCString(path) { lstat($0, &status) }
    let number = errno
    if result == 0 {
      self = status.st_mode & S_IFMT == S_IFSOCK ? .socket : .other
    } else {
      self = number == ENOENT ? .nothing : .unreachable(Errno(number))
    }
  }

  /// Calls BODY with PATH as C has it: a path is bytes, and need not be text.
  fileprivate static func withCString(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
    (path + [0]).withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
  }
}

/// A socket file that a bind has made, told from whatever comes to lie at its path later.
public struct SocketFile: Sendable, Equatable {
  public let path: [UInt8]
  private let device: dev_t
  private let inode: ino_t
  /// When it was made, in seconds and nanoseconds, as nothing writes to a socket's file: the next file may get the inode of one that is
  /// removed.
  private let seconds, nanoseconds: Int

  /// The socket file at PATH at this moment; nil when there is none. The C function is `lstat`.
  public init?(_ path: [UInt8]) {
    var status = stat()
    guard PathFile.withCString(path, { lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    (self.path, device, inode) = (path, status.st_dev, status.st_ino)
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  /// Whether it still lies there.
  public var isThere: Bool { SocketFile(path) == self }

  /// Removes it, and nothing else that may lie there by now; the C function is `unlink`.
  public func remove() {
    if isThere { _ = PathFile.withCString(path) { unlink($0) } }
  }
}
