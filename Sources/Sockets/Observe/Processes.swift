import Glibc

/// Who has a socket open, as far as one may see: other users' descriptors are for root.
public enum Processes {
  public struct Owner: Sendable, Hashable {
    public let pid: Int
    /// Its command, at most 15 bytes; see proc_pid_comm(5).
    public let name: String
  }

  /// The processes that have each socket open, by the socket's inode. Read from /proc/PID/fd.
  public static func bySocket() -> [UInt32: [Owner]] {
    var owners: [UInt32: [Owner]] = [:]
    for pid in Folder.names(at: "/proc").compactMap({ Int($0) }).sorted() {
      let inodes = Set(Folder.names(at: "/proc/\(pid)/fd").compactMap { inode("/proc/\(pid)/fd/\($0)") })
      guard !inodes.isEmpty else { continue }
      let owner = Owner(pid: pid, name: SmallFile.line("/proc/\(pid)/comm") ?? "?")
      for inode in inodes { owners[inode, default: []].append(owner) }
    }
    return owners
  }

  /// The number in `socket:[number]`.
  private static func inode(_ path: String) -> UInt32? {
    guard let target = linkTarget(path), target.hasPrefix("socket:["), target.hasSuffix("]") else { return nil }
    return UInt32(target.dropFirst(8).dropLast())
  }
}

/// Files of /proc and /sys.
enum SmallFile {
  /// All of the file at PATH; nil when it cannot be read. The C functions are `open` and `read`.
  static func text(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(descriptor, &room, room.count)
      guard count >= 0 else { return nil }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += room[..<count]
    }
  }

  /// Its first line, whatever a terminal would obey replaced; an empty one counts as none.
  static func line(_ path: String) -> String? {
    guard let line = text(path)?.split(separator: "\n").first else { return nil }
    return String(line.unicodeScalars.map { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? " " : Character($0) })
  }
}
