import Glibc
import Sockets

/// Where the terminals of one user find the shells that are shared: a socket file for each, named after its process, in a
/// folder that only this user may enter. What lies in the file system is reached from every network namespace.
package enum TerminalPlace {
  /// A shell that may be joined.
  package struct Shell: Sendable {
    package let process: pid_t
    fileprivate let folder: String
  }

  /// Why no terminal can be met.
  package struct Problem: Error { package let errno: Errno }

  /// The folders in which the files may be, the best one first.
  /// - Parameter state: The folder for what this user's programs keep; nil if there is none.
  package static func folders(state: String?) -> [String] {
    let runtime = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    return [runtime.map { $0 + "/sockplay" }, state, "/tmp/sockplay-\(geteuid())"].compactMap(\.self)
  }

  /// Listens in the first of `folders` that can be used, each of whose parents is there.
  /// - Returns: A descriptor, out of the way, and what removes the file.
  package static func listen(in folders: [String]) throws(Problem) -> TerminalListener {
    var problem = Errno(ENOENT)
    for path in folders {
      mkdir(path, 0o700)
      guard let folder = open(path) else {
        problem = Errno(errno)
        continue
      }
      let name = "\(getpid())", descriptor = socket()
      // What lies there already was left by a process that was killed, and goes once nobody answers.
      _ = connect(to: Shell(process: getpid(), folder: path)).map { close($0) }
      let isBound = address(folder, name).withSockaddr { Glibc.bind(descriptor, $0, $1) } == 0
      if isBound, Glibc.listen(descriptor, 8) == 0 {
        return TerminalListener(descriptor: descriptor) {
          unlinkat(folder, name, 0)
          close(folder)
        }
      }
      problem = Errno(errno)
      close(descriptor)
      close(folder)
    }
    throw Problem(errno: problem)
  }

  /// The shells that are shared now. What one has left there that was killed is removed.
  package static func shells(in folders: [String]) -> [Shell] {
    folders.flatMap { folder in
      Folder.names(at: folder).compactMap { pid_t($0) }.sorted().map { Shell(process: $0, folder: folder) }
    }.filter { shell in
      guard let descriptor = connect(to: shell) else { return false }
      close(descriptor)
      return true
    }
  }

  /// Connects to a shell of this user. The C function is `connect`.
  /// - Returns: A descriptor, out of the way; nil if it is gone.
  package static func connect(to shell: Shell) -> Int32? {
    guard let folder = open(shell.folder) else { return nil }
    defer { close(folder) }
    let name = "\(shell.process)", descriptor = socket()
    guard address(folder, name).withSockaddr({ Glibc.connect(descriptor, $0, $1) }) == 0 else {
      if errno == ECONNREFUSED { unlinkat(folder, name, 0) }
      close(descriptor)
      return nil
    }
    guard PeerCredentials(descriptor)?.user == geteuid() else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Opens a folder that belongs to this user, and that nobody else may enter; nil with errno if it is not such a one.
  private static func open(_ path: String) -> Int32? {
    let folder = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    var status = stat()
    guard fstat(folder, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      close(folder)
      errno = EACCES
      return nil
    }
    return Descriptors.outOfTheWay(folder)
  }

  private static func socket() -> Int32 {
    Descriptors.outOfTheWay(Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
  }

  /// The file's path by way of its folder's descriptor: paths of sockets may not be long.
  private static func address(_ folder: Int32, _ name: String) -> SocketAddress {
    .unix(Array("\(Descriptors.path(of: folder))/\(name)".utf8))
  }
}

/// A socket on which a shell meets terminals.
package struct TerminalListener: Sendable {
  let descriptor: Int32
  /// Removes its file.
  let remove: @Sendable () -> Void
}
