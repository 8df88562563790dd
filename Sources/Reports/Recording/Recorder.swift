import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

/// Writes steps to a session file, each whole line with one write(2), so that the file is valid at any moment.
package final class Recorder {
  package let path: String
  private let descriptor: Int32
  private let table: HandleTable
  private var data = RecordedData()
  /// Bytes of whole lines so far; what goes beyond is cut off when a write fails.
  private var length = 0

  /// Begins a new file at PATH; one that exists is left alone. The C functions are `open` and `linkat`.
  package init(path: String, table: HandleTable) throws(FileProblem) {
    // A file without a name gets it together with its first lines, so that nobody ever sees it without them.
    let unnamed = open(Self.folder(of: path), Self.unnamedFile | O_WRONLY | O_APPEND | O_CLOEXEC, 0o644)
    let isNamed = unnamed < 0 && (errno == EOPNOTSUPP || errno == EISDIR)
    let opened = isNamed ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644) : unnamed
    guard opened >= 0 else { throw FileProblem(errno: Errno(errno)) }
    self.path = path
    self.table = table
    descriptor = Descriptors.outOfTheWay(opened)
    do throws(FileProblem) {
      try write(Array("sockplay 1\n".utf8))
      for (name, value) in table.variables.sorted(by: { $0.key < $1.key }) {
        try write(RecordedLine.text(variable: name, value))
      }
    } catch {
      if isNamed { unlink(path) }
      throw error
    }
    if isNamed { return }
    guard linkat(AT_FDCWD, Descriptors.path(of: descriptor), AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
      throw FileProblem(errno: Errno(errno))
    }
  }

  /// O_TMPFILE of open(2), which Swift cannot import.
  private static let unnamedFile: Int32 = 0o20_000_000 | O_DIRECTORY

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  deinit { close(descriptor) }

  /// Records STEP. What does nothing when played, or could not be played, is left out. Where the beginning of its call
  /// is recorded already, that is the job BEGUN.
  package func record(_ step: Step, role: String?, begunAs begun: String? = nil) throws(FileProblem) {
    guard
      let line = RecordedLine.text(step, role: role, begunAs: begun, data: data.text(of: step, in: table), in: table)
    else { return }
    try write(line)
  }

  /// Records what a person wrote for people.
  package func record(note: Statement.Body) throws(FileProblem) {
    if let line = RecordedLine.text(note: note) { try write(line) }
  }

  /// Writes LINE. A kill can cut a write off where one page ends and the next begins, so a line that would reach into
  /// the next page begins there, behind blanks, which mean nothing in a session.
  private func write(_ line: [UInt8]) throws(FileProblem) {
    let left = Self.page - length % Self.page
    if line.count > left, line.count <= Self.page {
      try writeWhole(Array(repeating: 0x20, count: left - 1) + [0x0a])
    }
    try writeWhole(line)
  }

  private static let page = 4096

  /// One call writes the whole LINE unless something is wrong; a second one then tells what.
  private func writeWhole(_ line: [UInt8]) throws(FileProblem) {
    var written = 0
    while written < line.count {
      let count = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
      let error = Errno(errno)
      if count < 0, error.rawValue == EINTR { continue }
      guard count > 0 else {
        ftruncate(descriptor, length)
        throw FileProblem(errno: error)
      }
      written += count
    }
    length += written
  }
}
