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
    let (descriptor, beside) = try openBeside()
    close(descriptor)
    unlink(beside)
  }

  /// The C functions are `open`, `write` and `rename`.
  func write(_ text: String) throws(FileProblem) {
    let (descriptor, beside) = try openBeside()
    let output = Output(descriptor: descriptor)
    output.write(text)
    close(descriptor)
    let problem = output.problem ?? (rename(beside, path) == 0 ? nil : Errno(errno))
    guard let problem else { return }
    unlink(beside)
    throw FileProblem(errno: problem)
  }

  /// A new file in the same folder, which others do not take for a report.
  private func openBeside() throws(FileProblem) -> (descriptor: Int32, path: String) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
    guard slash < path.endIndex else { throw FileProblem(errno: Errno(path.isEmpty ? ENOENT : EISDIR)) }
    for number in 0..<100 {
      let beside = "\(path[..<slash]).sockplay-\(getpid())-\(number)"
      let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (Descriptors.outOfTheWay(descriptor), beside) }
      guard errno == EEXIST else { break }
    }
    throw FileProblem(errno: Errno(errno))
  }
}
