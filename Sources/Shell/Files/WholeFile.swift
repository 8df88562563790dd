import Commands
import Glibc
import Reports
import Sockets

/// A file that is written whole or not at all: beside its place first, and then moved there.
struct WholeFile {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Looks whether it can be written. Nothing is left of that.
  func check() throws(FileProblem) {
    var status = stat()
    if lstat(path, &status) == 0 {
      // Moving a file there would replace a device or a link.
      guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem(text: "it is not an ordinary file") }
      guard access(path, W_OK) == 0 else { throw FileProblem(errno: Errno(errno)) }
    }
    let beside = try openBeside()
    close(beside.descriptor)
    beside.remove()
  }

  func write(_ text: String) throws(FileProblem) {
    let beside = try openBeside()
    let output = Output(descriptor: beside.descriptor)
    output.write(text)
    close(beside.descriptor)
    do throws(FileProblem) {
      if let problem = output.problem { throw FileProblem(errno: problem) }
      try beside.take(Array(path.utf8CString))
    } catch {
      beside.remove()
      throw error
    }
  }

  private func openBeside() throws(FileProblem) -> FileBeside {
    guard let last = path.utf8.last else { throw FileProblem(errno: Errno(ENOENT)) }
    guard last != UInt8(ascii: "/") else { throw FileProblem(errno: Errno(EISDIR)) }
    return try FileBeside(Array(path.utf8CString), mode: 0o666)
  }
}
