import Glibc
import Sockets

/// The paths of submissions. Who made one may have made it a symbolic link to a file of somebody else, which is not
/// followed.
enum SubmissionPath {
  /// Each submission once, however often and by whichever path it is named. A slash at the end, with which the kernel would
  /// follow a link, is taken off.
  static func distinct(_ paths: [String]) -> [String] {
    var seen: Set<FileIdentity> = []
    return paths.map(withoutSlash).filter {
      FileIdentity($0, followsLink: false).map { seen.insert($0).inserted } ?? true
    }
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(withoutSlash(path), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The folder in which a submission lies, or the submission where that is the root; nil for a link in the root.
  static func folder(of path: String) -> String? {
    let path = withoutSlash(path)
    guard isLink(path) else {
      guard let real = Folder.real(path) else { return path }
      let parent = parent(of: real)
      return parent == "/" ? real : parent
    }
    return Folder.real(path.contains("/") ? parent(of: path) : ".").flatMap { $0 == "/" ? nil : $0 }
  }

  private static func withoutSlash(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  private static func parent(of path: String) -> String {
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    return path.hasPrefix("/") ? "/" + parent : parent
  }
}
