import Commands
import Glibc
import Runner
import SessionLanguage
import Sockets

/// Writes steps to a session file, each whole line with one write(2), so that the file is valid at any moment.
public final class Recorder {
  public let path: String
  private let descriptor: Int32
  private let table: Table
  /// Bytes of whole lines so far; what goes beyond is cut off when a write fails.
  private var length = 0

  /// Begins a new file at PATH; one that exists is left alone. The C function is `open`.
  public init(path: String, table: Table) throws(FileProblem) {
    let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw FileProblem(errno: Errno(errno)) }
    self.path = path
    self.table = table
    descriptor = Descriptors.outOfTheWay(opened)
    do throws(FileProblem) {
      try write(Array("sockplay 1\n".utf8))
      for (name, value) in table.variables.sorted(by: { $0.key < $1.key }) { try write(RecordedLine.text(variable: name, value)) }
    } catch {
      close(descriptor)
      unlink(path)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Records STEP. What does nothing when played, or could not be played, is left out.
  public func record(_ step: Step, role: String?) throws(FileProblem) {
    guard let line = RecordedLine.text(step, role: role, in: table) else { return }
    try write(line)
  }

  /// Records what a person wrote for people.
  public func record(note: Statement.Body) throws(FileProblem) {
    if let line = RecordedLine.text(note: note) { try write(line) }
  }

  /// Writes LINE, which one call does unless something is wrong; a second one then tells what.
  private func write(_ line: [UInt8]) throws(FileProblem) {
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
