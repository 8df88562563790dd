import Glibc

/// What is at the path of a UNIX domain socket.
package enum PathFile: Sendable {
  case nothing, socket
  /// A file of another kind.
  case other
  /// A directory of the path cannot be searched or does not exist. The C function is `lstat`.
  case unreachable(Errno)

  /// What is at `path`.
  /// - Parameter follows: Whether to follow a symbolic link (`stat`), as connect(2) does, or not (`lstat`), as bind(2)
  ///   does.
  package init(_ path: [UInt8], follows: Bool = false) {
    var status = stat()
    // errno is read inside the closure: the conversion of the path could change it.
    let result = Self.withCString(path) { follows ? stat($0, &status) : lstat($0, &status) }
    let number = errno
    if result == 0 {
      self = status.st_mode & S_IFMT == S_IFSOCK ? .socket : .other
    } else {
      self = number == ENOENT ? .nothing : .unreachable(Errno(number))
    }
  }

  /// Calls `body` with `path` as a C string: a path is bytes, and need not be valid UTF-8.
  fileprivate static func withCString(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
    (path + [0]).withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
  }
}

/// The identity of a file, however its path is spelled, as unix_diag has it for a socket's file; see sock_diag(7).
package struct KernelFileIdentity: Sendable, Equatable {
  /// In the kernel's form: 12 bits for the major number and 20 for the minor one.
  package let device: UInt32
  /// Its lower 32 bits.
  package let inode: UInt32

  package init(device: UInt32, inode: UInt32) { (self.device, self.inode) = (device, inode) }

  /// The file at `path`, symbolic links followed; nil if there is none. The C function is `stat`.
  package init?(_ path: [UInt8]) {
    var status = stat()
    guard PathFile.withCString(path, { stat($0, &status) }) == 0 else { return nil }
    // The C library has the lower 8 bits of the minor number in another place, see makedev(3).
    let number = UInt64(status.st_dev)
    device = UInt32(number >> 8 & 0xfff) << 20 | UInt32(number >> 12 & 0xfff00) | UInt32(number & 0xff)
    inode = UInt32(truncatingIfNeeded: status.st_ino)
  }
}

/// A socket file that a bind has made, as distinct from any later file at the same path.
package struct SocketFile: Sendable, Equatable {
  package let path: [UInt8]
  private let device: dev_t
  private let inode: ino_t
  /// Its modification time, which is when it was made: nothing writes to a socket's file. The inode alone is not
  /// enough, because the next file may get the inode of a removed one.
  private let seconds, nanoseconds: Int

  /// The socket file at `path` now; nil if there is none. The C function is `lstat`.
  package init?(_ path: [UInt8]) {
    var status = stat()
    guard PathFile.withCString(path, { lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFSOCK else {
      return nil
    }
    (self.path, device, inode) = (path, status.st_dev, status.st_ino)
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  /// Whether it is still there.
  package var isThere: Bool { SocketFile(path) == self }

  /// Removes it, but not another file that may be there by now. The C function is `unlink`.
  package func remove() {
    if isThere { _ = PathFile.withCString(path) { unlink($0) } }
  }
}
