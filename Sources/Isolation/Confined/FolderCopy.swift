import Glibc
import Sockets

/// A copy of a folder, or of a file alone: ordinary files, folders, and links as they are. Nothing that is read can wait.
struct FolderCopy {
  private let source: Int32
  private let name: String

  /// Opens what is at `path`, which is no symbolic link: a link is whatever its owner wants it to be.
  init(_ path: String) throws(IsolationFailure) {
    name = Self.name(path)
    source = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard source >= 0 else { throw IsolationFailure(of: "open(\(path))") }
  }

  /// The last part of a path.
  static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Makes the folder `target` with what is in the source, or with the source itself where that is a file.
  /// - Parameter owner: Whose the copies will be; nil for this process's user.
  func copy(to target: String, owner: uid_t?) throws(IsolationFailure) {
    let destination = try Self.make(target, in: AT_FDCWD, owner)
    defer {
      close(destination)
      close(source)
    }
    if Self.isFolder(source) {
      try Self.copyAll(source, destination, owner, depth: 0)
    } else {
      try Self.copyFile(source, to: name, in: destination, owner)
    }
  }

  private static func isFolder(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func make(_ name: String, in folder: Int32, _ owner: uid_t?) throws(IsolationFailure) -> Int32 {
    guard mkdirat(folder, name, 0o755) == 0 else { throw IsolationFailure(of: "mkdir(\(name))") }
    let made = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard made >= 0 else { throw IsolationFailure(of: "open(\(name))") }
    if let owner { fchown(made, owner, owner) }
    return made
  }

  private static func copyAll(
    _ source: Int32, _ destination: Int32, _ owner: uid_t?, depth: Int
  ) throws(IsolationFailure) {
    for name in Folder.names(at: "/proc/self/fd/\(source)") {
      var status = stat()
      guard fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        guard depth < Confinement.deepest else {
          throw IsolationFailure(call: "open(\(name))", errno: Errno(ENAMETOOLONG))
        }
        let inner = openat(source, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard inner >= 0 else { throw IsolationFailure(of: "open(\(name))") }
        defer { close(inner) }
        let made = try make(name, in: destination, owner)
        defer { close(made) }
        try copyAll(inner, made, owner, depth: depth + 1)
      case S_IFREG:
        let file = openat(source, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw IsolationFailure(of: "open(\(name))") }
        defer { close(file) }
        try copyFile(file, to: name, in: destination, owner)
      case S_IFLNK: copyLink(source, name, destination)
      default: break
      }
    }
  }

  private static func copyLink(_ source: Int32, _ name: String, _ destination: Int32) {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard readlinkat(source, name, &target, target.count - 1) > 0 else { return }
    symlinkat(target, destination, name)
  }

  private static func copyFile(
    _ source: Int32, to name: String, in destination: Int32, _ owner: uid_t?
  ) throws(IsolationFailure) {
    var status = stat()
    guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw IsolationFailure(call: "open(\(name))", errno: Errno(EINVAL))
    }
    let isProgram = status.st_mode & 0o111 != 0
    let made = openat(destination, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isProgram ? 0o755 : 0o644)
    guard made >= 0 else { throw IsolationFailure(of: "open(\(name))") }
    defer { close(made) }
    if let owner { fchown(made, owner, owner) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(source, &buffer, buffer.count), count != 0 {
      guard count > 0, write(made, buffer, count) == count else { throw IsolationFailure(of: "write(\(name))") }
    }
  }
}
