import Glibc

/// A path from the command line, as the bytes that were typed. A file's name need not be UTF-8, but the words that the
/// options' parser hands on are.
enum TypedPath {
  static func bytes(of path: String) -> [UInt8] {
    guard path.unicodeScalars.contains("\u{FFFD}") else { return Array(path.utf8) }
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = CommandLine.unsafeArgv[index], String(cString: word) == path else { continue }
      return Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
    }
    return Array(path.utf8)
  }
}
