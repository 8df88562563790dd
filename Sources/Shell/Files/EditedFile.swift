import Commands
import Glibc
import Reports
import SessionLanguage
import Sockets

/// A session file that a tool changes: read whole, and replaced whole or not at all.
struct EditedFile {
  let path: String
  let file: SessionFile
  let problems: [SessionFile.Problem]
  /// What the file was when it was read.
  private let version: Version

  /// Standard input, as a path.
  static let standardInput = "-"

  /// The path of a file to read only, which a user may have called `-`.
  static func readable(_ path: String) -> String { path == standardInput ? "/dev/stdin" : path }

  private struct Version: Equatable {
    let inode: ino_t
    let size: off_t
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      (inode, size) = (status.st_ino, status.st_size)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }

  /// Reads the file at `path`.
  init(_ path: String) throws(FileProblem) {
    self.path = path
    var reader = SessionReader(needsHeader: true)
    var status = stat()
    if path == Self.standardInput {
      try FileBytes.read(0, limit: SessionLoader.limit) { reader.append($0) }
    } else {
      _ = stat(Self.words(path), &status)
      try FileBytes.read(TypedPath.bytes(of: path), limit: SessionLoader.limit, size: { reader.reserve($0) }) {
        reader.append($0)
      }
    }
    version = Version(status)
    (file, problems) = reader.finish()
  }

  /// What messages call it.
  var name: String { path == Self.standardInput ? "stdin" : path }

  /// Gives the file another text. That is written beside it and then takes its name, so that nobody ever sees a part. The
  /// file keeps its owner and permissions, and a symbolic link stays one.
  func replace(with text: [UInt8]) throws(FileProblem) {
    let (target, status) = try target()
    let beside = try FileBeside(target, mode: 0o600)
    do throws(FileProblem) {
      try Self.write(text, to: beside.descriptor, as: status)
      try beside.take(target)
    } catch {
      beside.remove()
      throw error
    }
  }

  /// The file itself, where symbolic links lead to one.
  /// - Throws: Why it cannot be replaced.
  @discardableResult
  func target() throws(FileProblem) -> (path: [CChar], status: stat) {
    guard let found = realpath(Self.words(path), nil) else { throw FileProblem(errno: Errno(errno)) }
    defer { free(found) }
    var status = stat()
    guard stat(found, &status) == 0, access(found, W_OK) == 0 else { throw FileProblem(errno: Errno(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem(text: "it is not an ordinary file") }
    guard Version(status) == version else { throw FileProblem(text: "another program has changed the file") }
    return (Array(UnsafeBufferPointer(start: found, count: strlen(found) + 1)), status)
  }

  private static func write(_ text: [UInt8], to descriptor: Int32, as status: stat) throws(FileProblem) {
    let file = GrowingFile(descriptor)
    let isOwned = status.st_uid == geteuid() && status.st_gid == getegid()
    guard isOwned || fchown(descriptor, status.st_uid, status.st_gid) == 0 else {
      throw FileProblem(text: "it would get another owner or group")
    }
    guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw FileProblem(errno: Errno(errno)) }
    try file.append(text)
  }

  /// `path` as C has it.
  private static func words(_ path: String) -> [CChar] {
    (TypedPath.bytes(of: path) + [0]).map { CChar(bitPattern: $0) }
  }
}
