import CReadline
import Glibc

/// The lines typed before, in the user's state folder.
final class History {
  /// Where they are kept; nil when the user has no home.
  private let path: String?
  /// The most lines that are kept.
  private static let limit: Int32 = 5000
  /// Lines that the file does not have yet.
  private var unsaved: Int32 = 0

  init() {
    let state = Self.variable("XDG_STATE_HOME") ?? Self.variable("HOME").map { $0 + "/.local/state" }
    path = state.map { $0 + "/sockplay/history" }
  }

  /// XDG wants absolute paths, and others ignored.
  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Makes the file, which only the user may read, and reads it.
  func load() {
    using_history()
    guard let path else { return }
    makeFolders(path)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    fchmod(descriptor, 0o600)
    close(descriptor)
    history_truncate_file(path, Self.limit)
    read_history(path)
    stifle_history(Self.limit)
  }

  private func makeFolders(_ path: String) {
    for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
      mkdir(String(decoding: Array(path.utf8)[..<index], as: UTF8.self), 0o700)
    }
  }

  /// Remembers `line`, unless it is empty or begins with a blank.
  func add(_ line: [UInt8]) {
    guard let first = line.first, first != 0x20 else { return }
    add_history(String(decoding: line, as: UTF8.self))
    unsaved += 1
  }

  /// Writes what is new to the file: when the next prompt stands there, so that nobody waits for it.
  func save() {
    guard unsaved > 0 else { return }
    if let path { append_history(unsaved, path) }
    unsaved = 0
  }
}
