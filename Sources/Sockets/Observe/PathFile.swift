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
    let result = (path + [0]).withUnsafeBytes { lstat($0.baseAddress!.assumingMemoryBound(to: CChar.self), &status) }
    let number = errno
    if result == 0 {
      self = status.st_mode & S_IFMT == S_IFSOCK ? .socket : .other
    } else {
      self = number == ENOENT ? .nothing : .unreachable(Errno(number))
    }
  }
}
