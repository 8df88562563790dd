import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

/// A session file to whose end a recording is added.
struct ContinuedFile {
  let descriptor: Int32
  let length: Int
  /// What must come before the first line that is added: the header of an empty file, or the end of an unended line.
  let lead: String
  /// The handles and variables that the file makes.
  private(set) var names: Set<String> = []
  /// The deadline that its last `@timeout` sets, in milliseconds.
  private(set) var timeout: Int?
  /// What it says that its player must allow.
  private(set) var needs: Permissions = []

  private static let longest = 1 << 30

  /// nil if there is no file at `path`.
  /// - Parameter isIsolated: Whether the session that is recorded has a network namespace of its own.
  init?(_ path: String, isIsolated: Bool) throws(FileProblem) {
    // Opening a pipe without O_NONBLOCK would wait for its reader.
    let opened = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK)
    let error = errno
    if opened < 0, error == ENOENT { return nil }
    guard opened >= 0 else { throw FileProblem(errno: Errno(error)) }
    descriptor = Descriptors.outOfTheWay(opened)
    do throws(FileProblem) {
      let bytes = try Self.bytes(descriptor)
      length = bytes.count
      lead = bytes.isEmpty ? "\(Keyword.header)\n" : bytes.last == 0x0a ? "" : "\n"
      if !bytes.isEmpty { try read(bytes, isIsolated) }
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func bytes(_ descriptor: Int32) throws(FileProblem) -> [UInt8] {
    var status = stat()
    fstat(descriptor, &status)
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem(text: "it is not an ordinary file") }
    return try FileBytes.read(Descriptors.path(of: descriptor), limit: longest)
  }

  private mutating func read(_ bytes: [UInt8], _ isIsolated: Bool) throws(FileProblem) {
    let (file, problems) = SessionFile.read(bytes)
    if let problem = problems.first {
      throw FileProblem(text: "its line \(problem.number) cannot be played: \(problem.diagnostic.title)")
    }
    guard file.inclusions.isEmpty else {
      throw FileProblem(text: "it includes other files, whose handles and variables a recording would not know")
    }
    guard file.isIsolated == isIsolated else {
      throw FileProblem(
        text: isIsolated
          ? "this session has a network namespace of its own, and the file does not begin with @isolated"
          : "the file is played in a network namespace of its own (@isolated), and this session has none")
    }
    for index in 0..<file.count { take(file.statement(index)) }
  }

  private mutating func take(_ statement: Statement) {
    switch statement.body {
    case .directive(.variable(let name, _)): names.insert(name)
    case .directive(.timeout(let milliseconds)): timeout = milliseconds
    case .directive(.needs(let words)):
      for (word, permission) in Permissions.words where words.contains(where: { $0.plain == word }) {
        needs.formUnion(permission)
      }
    case .command(let line):
      let made = (try? Command.find(line.name, at: 0..<0))?.namingWords(of: line) ?? []
      names.formUnion(made.compactMap(\.plain))
      if let capture = line.expectation?.capture { names.insert(capture.name) }
    default: break
    }
  }
}
