import CReadline
import Glibc

/// The history of typed lines, in the user's state directory.
final class History {
  /// The path of the history file; nil where there can be none.
  private var path: String?
  /// The most lines that are kept.
  private static let limit: Int32 = 5000
  /// The number of lines that are not in the file yet.
  private var unsaved: Int32 = 0

  /// Makes the file, readable by the user only, and reads it.
  func load() {
    using_history()
    guard let file = StateFile("history"), let descriptor = file.open() else { return }
    close(descriptor)
    let path = file.path
    self.path = path
    history_truncate_file(path, Self.limit)
    read_history(path)
    stifle_history(Self.limit)
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
