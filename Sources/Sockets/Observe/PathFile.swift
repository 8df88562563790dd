import Glibc

/// What lies at the path of a UNIX domain socket.
package enum PathFile: Sendable {
  case nothing, socket
  /// A file of another kind.
  case other
  /// A folder on the way cannot be entered or does not exist; the C function is `lstat`.
  case unreachable(Errno)

  /// What lies at PATH; what a symbolic link there leads to, if it FOLLOWS links as connect(2) does, and bind(2) does
  /// not. The C function is then `stat`.
  package init(_ path: [UInt8], follows: Bool = false) {
    var status = stat()
    // The text of the path must not come between the call and errno.
    let result = Self.withCString(path) { follows ? stat($0, &status) : lstat($0, &status) }
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

/// Which file it is, however its path is spelled: what unix_diag tells of a socket's file, see sock_diag(7).
package struct FileIdentity: Sendable, Equatable {
  /// As the kernel has it: 12 bits for the major number and 20 for the minor one.
  package let device: UInt32
  /// Its lower 32 bits.
  package let inode: UInt32

  package init(device: UInt32, inode: UInt32) { (self.device, self.inode) = (device, inode) }

  /// What PATH leads to, symbolic links followed; nil where it leads to nothing. The C function is `stat`.
  package init?(_ path: [UInt8]) {
    var status = stat()
    guard PathFile.withCString(path, { stat($0, &status) }) == 0 else { return nil }
    // The C library keeps the lower 8 bits of the minor number apart, see makedev(3).
    let number = UInt64(status.st_dev)
    device = UInt32(number >> 8 & 0xfff) << 20 | UInt32(number >> 12 & 0xfff00) | UInt32(number & 0xff)
    inode = UInt32(truncatingIfNeeded: status.st_ino)
  }
}

/// A socket file that a bind has made, told from whatever comes to lie at its path later.
package struct SocketFile: Sendable, Equatable {
  package let path: [UInt8]
  private let device: dev_t
  private let inode: ino_t
  /// When it was made, in seconds and nanoseconds, as nothing writes to a socket's file: the next file may get the
  /// inode of one that is removed.
  private let seconds, nanoseconds: Int

  /// The socket file at PATH at this moment; nil when there is none. The C function is `lstat`.
  package init?(_ path: [UInt8]) {
    var status = stat()
    guard PathFile.withCString(path, { lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFSOCK else {
      return nil
    }
    (self.path, device, inode) = (path, status.st_dev, status.st_ino)
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  /// Whether it still lies there.
  package var isThere: Bool { SocketFile(path) == self }

  /// Removes it, and nothing else that may lie there by now; the C function is `unlink`.
  package func remove() {
    if isThere { _ = PathFile.withCString(path) { unlink($0) } }
  }
}
