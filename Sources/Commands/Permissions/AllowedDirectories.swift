import Glibc

/// Where a file may make socket files: below /tmp and below this folder, wherever links on the way lead.
enum AllowedDirectories {
  private static let slash = UInt8(ascii: "/")

  /// Whether a socket at `path` lies there. A path is bytes: as text, a slash and an accent after it would be one
  /// character.
  static func contains(_ path: [UInt8]) -> Bool {
    // The kernel reads it up to its first NUL.
    let path = path.prefix { $0 != 0 }
    guard path.first != slash || path.starts(with: Array("/tmp/".utf8)) else { return false }
    guard !path.split(separator: slash).contains(Array("..".utf8)[...]) else { return false }
    let folder = path.lastIndex(of: slash).map { Array(path[...$0]) } ?? here
    let (place, number) = resolved(folder)
    // If there is no such directory, the call will say so.
    guard let place else { return [ENOENT, ENOTDIR, EACCES, ELOOP].contains(number) }
    return [Array("/tmp".utf8), here].contains { resolved($0).path.map { isInside(place, $0) } ?? false }
  }

  private static let here = Array(".".utf8)

  /// Whether `place` is the folder `top`, or below it.
  static func isInside(_ place: [UInt8], _ top: [UInt8]) -> Bool {
    place == top || place.starts(with: top.last == slash ? top : top + [slash])
  }

  /// `path` without links, or the errno. The C function is `realpath`.
  static func resolved(_ path: [UInt8]) -> (path: [UInt8]?, errno: Int32) {
    (path + [0]).withUnsafeBytes { bytes in
      let found = realpath(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), nil)
      let number = errno
      guard let found else { return (nil, number) }
      defer { free(found) }
      return (Array(UnsafeRawBufferPointer(start: found, count: strlen(found))), 0)
    }
  }
}
