import Glibc

/// A file in the user's state directory, which only the user may read.
struct StateFile {
  let path: String

  /// nil if the user has no home directory.
  init?(_ name: String) {
    guard let state = Self.variable("XDG_STATE_HOME") ?? Self.variable("HOME").map({ $0 + "/.local/state" }) else {
      return nil
    }
    path = "\(state)/sockplay/\(name)"
  }

  /// The XDG Base Directory Specification: relative paths are ignored.
  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Makes the file and its folders. The C function is `open`.
  /// - Returns: Its descriptor; nil where it cannot be, or where there is something else, such as a FIFO, which would keep
  ///   whoever opens it waiting.
  func open(_ flags: Int32 = O_RDWR) -> Int32? {
    FolderPath.makeAll(above: path, mode: 0o700)
    let descriptor = Glibc.open(path, flags | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    fchmod(descriptor, 0o600)
    return descriptor
  }
}

/// Folders on the way to a file.
enum FolderPath {
  /// Makes those that are missing. The C function is `mkdir`; where it fails, so does opening the file, which says why.
  static func makeAll(above path: String, mode: mode_t) {
    let bytes = Array(path.utf8)
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
      mkdir(String(decoding: bytes[..<index], as: UTF8.self), mode)
    }
  }
}
