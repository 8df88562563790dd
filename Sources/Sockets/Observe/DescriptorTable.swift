import Glibc

/// One entry of the process's descriptor table.
package struct DescriptorEntry: Sendable {
  package let descriptor: Int32
  /// The target of its link, such as `socket:[4711]` or a path; see proc_pid_fd(5).
  package let target: String
  /// nil if it is not a socket.
  package let socket: DescribedSocket?
}

/// What a socket says of itself, whoever opened it.
package struct DescribedSocket: Sendable {
  /// Such as `AF_INET`.
  package let family: String
  /// Such as `SOCK_STREAM`.
  package let service: String
  package let endpoints: Endpoints
}

/// The process's descriptor table.
package enum DescriptorTable {
  /// All open descriptors, the lowest first. Read from /proc/self/fd.
  package static func all() -> [DescriptorEntry] {
    numbers().compactMap { number in
      guard let target = linkTarget("/proc/self/fd/\(number)") else { return nil }
      return DescriptorEntry(
        descriptor: number, target: target, socket: target.hasPrefix("socket:") ? describe(number) : nil)
    }
  }

  /// The C functions are `opendir` and `readdir`; the descriptor that they use is left out.
  private static func numbers() -> [Int32] {
    guard let open = opendir("/proc/self/fd") else { return probed() }
    defer { closedir(open) }
    let own = dirfd(open)
    return Folder.names(open).compactMap { Int32($0) }.filter { $0 != own }.sorted()
  }

  /// The same where no descriptor is left to open the folder with: each number is tried. The C functions are
  /// `getrlimit` and `fcntl`.
  private static func probed() -> [Int32] {
    (0..<Int32(clamping: min(Descriptors.limit, mostProbed))).filter { fcntl($0, F_GETFD) != -1 }
  }

  private static let mostProbed = 1 << 20

  /// The C functions are `getsockopt`, `getsockname` and `getpeername`.
  private static func describe(_ descriptor: Int32) -> DescribedSocket? {
    guard let domain = option(SO_DOMAIN, of: descriptor), let type = option(SO_TYPE, of: descriptor) else { return nil }
    return DescribedSocket(
      family: ConstantTable.families.symbol(domain), service: ConstantTable.types.symbol(type),
      endpoints: Endpoints(
        local: SocketAddress.read { Glibc.getsockname(descriptor, $0, $1) },
        peer: SocketAddress.read { Glibc.getpeername(descriptor, $0, $1) }))
  }

  private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
    Look.number(name, of: descriptor)
  }
}

/// The target of the symbolic link at `path`; nil if it is not one. The C function is `readlink`.
func linkTarget(_ path: String) -> String? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
    let count = readlink(path, buffer.baseAddress!, buffer.count)
    return count < 0
      ? nil
      : String(decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), as: UTF8.self)
  }
}

/// Directories.
package enum Folder {
  /// The names in the directory at `path`; empty if it cannot be read.
  package static func names(at path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    return names(folder)
  }

  /// `path` without links and dots; nil if nothing is there. The C function is `realpath`.
  package static func real(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// The names in an open directory. The C function is `readdir`.
  static func names(_ folder: OpaquePointer) -> [String] {
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
