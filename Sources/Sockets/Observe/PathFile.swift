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

  /// Removes what lies at PATH; the C function is `unlink`.
  public static func remove(_ path: [UInt8]) { _ = withCString(path) { unlink($0) } }

  /// Calls BODY with PATH as C has it: a path is bytes, and need not be text.
  private static func withCString(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
    (path + [0]).withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
  }
}
