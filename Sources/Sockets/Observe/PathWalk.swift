import Glibc

/// The first thing on the way to a file that stops this process.
package enum PathObstacle: Sendable, Equatable {
  /// It does not exist.
  case missing([UInt8])
  /// It is no directory, and has to be one.
  case noDirectory([UInt8])
  /// A directory that this user may not search.
  case closed([UInt8])
  /// A file that this user may not read.
  case unreadable([UInt8])
  /// A file that this user may not write to, or a directory in which this user may make none.
  case unwritable([UInt8])
  /// It is on a file system that is mounted read-only.
  case readOnly([UInt8])
  /// Symbolic links that lead to each other, or too many.
  case loop([UInt8])

  /// What a call does with the file at a path.
  package enum Use: Sendable {
    /// As open(2) does that only reads.
    case reads
    /// As connect(2) does with the file of a socket.
    case writes
    /// As bind(2) does.
    case creates
  }

  /// What stops a call on `path`; nil if nothing does. The C functions are `stat` and `faccessat`.
  package static func on(_ path: [UInt8], _ use: Use) -> PathObstacle? {
    let slash = UInt8(ascii: "/")
    // All directories on the way, the outermost first.
    let folders = path.indices.filter { path[$0] == slash }.map { $0 == 0 ? [slash] : Array(path[..<$0]) }
    for folder in folders { if let obstacle = at(folder) { return obstacle } }
    if use == .creates {
      let parent = folders.last ?? [UInt8(ascii: ".")]
      return access(parent, W_OK)
    }
    return kind(of: path).obstacle ?? access(path, use == .reads ? R_OK : W_OK)
  }

  /// What stops a search of `folder`.
  private static func at(_ folder: [UInt8]) -> PathObstacle? {
    switch kind(of: folder) {
    case (let mode?, _): mode & S_IFMT == S_IFDIR ? access(folder, X_OK) : .noDirectory(folder)
    case (nil, let obstacle): obstacle
    }
  }

  private static func kind(of path: [UInt8]) -> (mode: mode_t?, obstacle: PathObstacle?) {
    var status = stat()
    guard let number = failure(path, { stat($0, &status) }) else { return (status.st_mode, nil) }
    switch number {
    case ENOENT: return (nil, .missing(path))
    case ELOOP: return (nil, .loop(path))
    case ENOTDIR: return (nil, .noDirectory(path))
    case EACCES: return (nil, .closed(path))
    default: return (nil, nil)
    }
  }

  /// As the kernel decides it: with the effective user's rights.
  private static func access(_ path: [UInt8], _ mode: Int32) -> PathObstacle? {
    guard let number = failure(path, { faccessat(AT_FDCWD, $0, mode, AT_EACCESS) }) else { return nil }
    if number == EROFS { return .readOnly(path) }
    guard number == EACCES else { return nil }
    return mode == X_OK ? .closed(path) : mode == R_OK ? .unreadable(path) : .unwritable(path)
  }

  /// The errno of `call`; nil if it succeeds.
  private static func failure(_ path: [UInt8], _ call: (UnsafePointer<CChar>) -> Int32) -> Int32? {
    (path + [0]).withUnsafeBytes { call($0.baseAddress!.assumingMemoryBound(to: CChar.self)) == 0 ? nil : errno }
  }
}
