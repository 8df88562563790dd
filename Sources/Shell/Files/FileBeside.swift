import Commands
import Glibc
import Sockets

/// A new file beside another one. It takes that one's place once all is written, so that nobody ever sees a part.
struct FileBeside {
  let descriptor: Int32
  private let path: [CChar]

  /// The caller closes the descriptor. The C function is `open`.
  /// - Parameters:
  ///   - target: The path of the other file, whether it is there or not, as C has it.
  ///   - mode: The permissions, from which the umask takes some.
  init(_ target: [CChar], mode: mode_t) throws(FileProblem) {
    let folder = target[..<((target.lastIndex(of: CChar(UInt8(ascii: "/"))) ?? -1) + 1)]
    for number in 0..<100 {
      // `check` passes over such names.
      let beside = folder + ".sockplay-\(getpid())-\(number)".utf8.map { CChar($0) } + [0]
      let opened = open(Array(beside), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if opened >= 0 {
        (descriptor, path) = (Descriptors.outOfTheWay(opened), Array(beside))
        return
      }
      guard errno == EEXIST else { break }
    }
    throw FileProblem(errno: Errno(errno))
  }

  /// Gives it the name `target`. The C function is `rename`.
  func take(_ target: [CChar]) throws(FileProblem) {
    guard rename(path, target) == 0 else { throw FileProblem(errno: Errno(errno)) }
  }

  func remove() { unlink(path) }
}
