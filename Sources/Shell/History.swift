import CReadline
import Glibc

/// The history of typed lines, in the user's state directory.
final class History {
  /// The path of the history file; nil if the user has no home directory.
  private var path: String?
  /// The most lines that are kept.
  private static let limit: Int32 = 5000
  /// The number of lines that are not in the file yet.
  private var unsaved: Int32 = 0

  init() {
    let state = Self.variable("XDG_STATE_HOME") ?? Self.variable("HOME").map { $0 + "/.local/state" }
    path = state.map { $0 + "/sockplay/history" }
  }

  /// The XDG Base Directory Specification: relative paths are ignored.
  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Makes the file, readable by the user only, and reads it.
  func load() {
    using_history()
    guard let path else { return }
    makeFolders(path)
    guard isOrdinary(path) else { return self.path = nil }
    history_truncate_file(path, Self.limit)
    read_history(path)
    stifle_history(Self.limit)
  }

  /// Makes the file at `path`, which only the user may read. False where there is something else, such as a FIFO, which would
  /// keep whoever opens it waiting.
  private func isOrdinary(_ path: String) -> Bool {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    fchmod(descriptor, 0o600)
    return true
  }

  private func makeFolders(_ path: String) {
    for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
      mkdir(String(decoding: Array(path.utf8)[..<index], as: UTF8.self), 0o700)
    }
  }

  /// Adds `line`, unless it is empty or begins with a space.
  func add(_ line: [UInt8]) {
    guard let first = line.first, first != 0x20 else { return }
    add_history(String(decoding: line, as: UTF8.self))
    unsaved += 1
  }

  /// Writes the new lines to the file: after the next prompt is shown, so that nobody waits for it.
  func save() {
    guard unsaved > 0 else { return }
    if let path { append_history(unsaved, path) }
    unsaved = 0
  }
}
