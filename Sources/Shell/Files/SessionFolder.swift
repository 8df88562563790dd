import Glibc
import Sockets

/// Session files in folders, as `check` finds them.
enum SessionFolder {
  static func isFolder(_ path: String) -> Bool { mode(path, stat) == S_IFDIR }

  /// Whether only this process could read what is at `path`: its standard input, anything but a file or a folder, and a
  /// name that is not UTF-8, see `TypedPath`.
  static func isOwn(_ path: String) -> Bool {
    if path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.unicodeScalars.contains("\u{FFFD}") { return true }
    return isSpecialFile(path)
  }

  /// Whether there is something at `path`, such as a FIFO, whose reader may wait forever.
  private static func isSpecialFile(_ path: String) -> Bool {
    mode(path, stat).map { $0 != S_IFREG && $0 != S_IFDIR } ?? false
  }

  /// `paths`, with the session files in and below it, by name, instead of each folder. What begins with a dot is left
  /// out, and a link to a folder is not followed: it could lead back. A folder that may not be read is among them, so that
  /// whoever reads it says so.
  static func files(of paths: [String]) -> [String] { paths.flatMap { isFolder($0) ? files(below: $0) : [$0] } }

  /// Says that there are no session files in `folders`.
  static func complain(ofNoneIn folders: [String], _ context: RunContext) {
    context.complain("no session files found in \(folders.joined(separator: ", ")): their names end in .session")
  }

  /// The files that a tool is to change: those that are named. A folder is too much to change by mistake, so its files are
  /// only looked at.
  /// - Returns: nil where it was said why not.
  static func edited(_ paths: [String], changing: Bool, _ context: RunContext) -> [String]? {
    if changing, let folder = paths.first(where: isFolder) {
      context.complain(
        "\(folder) is a folder: name the files to change, such as \(folder)/*.session; --check takes folders")
      return nil
    }
    let found = files(of: paths)
    if found.isEmpty { complain(ofNoneIn: paths, context) }
    return found.isEmpty ? nil : found
  }

  private static func files(below folder: String) -> [String] {
    guard access(folder, R_OK | X_OK) == 0 else { return [folder] }
    let names = Folder.names(at: folder).filter { !$0.hasPrefix(".") }.sorted()
    return names.map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }.flatMap { path in
      if mode(path, lstat) == S_IFDIR { return files(below: path) }
      return path.hasSuffix(".session") && !isSpecialFile(path) ? [path] : []
    }
  }

  private static func mode(
    _ path: String, _ look: (UnsafePointer<CChar>, UnsafeMutablePointer<stat>) -> Int32
  ) -> mode_t? {
    var found = stat()
    return look(path, &found) == 0 ? found.st_mode & S_IFMT : nil
  }
}
