import CSockets
import Glibc

/// Which processes have a socket open, as far as permissions allow: only root sees other users' descriptors.
package enum Processes {
  package struct Owner: Sendable, Hashable, CustomStringConvertible {
    package let pid: Int
    /// The name of its command, at most 15 bytes; see proc_pid_comm(5).
    package let name: String

    package init(pid: Int) {
      self.pid = pid
      name = Processes.name(pid) ?? "?"
    }

    /// Such as `python3 (pid 4711)`.
    package var description: String { "\(name) (pid \(pid))" }
    /// Whether a process with this number still exists.
    package var isAlive: Bool { Processes.name(pid) != nil }
  }

  /// Where their descriptors are.
  package static let descriptors = "/proc/PID/fd"
  /// From which Swift's library reads the words that this process was started with.
  package static let ownArguments = "/proc/self/cmdline"

  /// The processes that have each socket open, by the socket's inode. Read from /proc/PID/fd.
  package static func bySocket() -> [UInt32: [Owner]] {
    var owners: [UInt32: [Owner]] = [:]
    for pid in Folder.names(at: "/proc").compactMap({ Int($0) }).sorted() {
      let inodes = Set(Folder.names(at: "/proc/\(pid)/fd").compactMap { inode("/proc/\(pid)/fd/\($0)") })
      guard !inodes.isEmpty else { continue }
      let owner = Owner(pid: pid)
      for inode in inodes { owners[inode, default: []].append(owner) }
    }
    return owners
  }

  /// A descriptor for process `pid`; -1 and errno on failure. The C function is `pidfd_open`.
  package static func open(_ pid: Int32) -> Int32 { sockplay_pidfd_open(pid) }

  /// A duplicate of descriptor `number` of the process of `pidfd`; -1 and errno on failure. The C function is
  /// `pidfd_getfd`.
  package static func take(_ number: Int32, of pidfd: Int32) -> Int32 { sockplay_pidfd_getfd(pidfd, number) }

  /// The name of the command of process `pid`; nil if there is no such process.
  package static func name(_ pid: Int) -> String? { SmallFile.line("/proc/\(pid)/comm") }

  /// Where process `pid` is: its terminal, if its standard input is one, and its folder. nil without permission to see that.
  package static func place(_ pid: Int) -> (terminal: String?, folder: String)? {
    guard let folder = linkTarget(folder(pid)) else { return nil }
    return (linkTarget("/proc/\(pid)/fd/0").flatMap { $0.hasPrefix("/dev/") ? $0 : nil }, folder)
  }

  /// The link to the folder in which process `pid` is.
  package static func folder(_ pid: Int) -> String { "/proc/\(pid)/cwd" }

  /// The path of the program that runs, which gives a process that runs it the right name; the link that always leads to
  /// it if its file is gone. The C function is `readlink`.
  package static var ownProgram: String {
    let link = "/proc/self/exe"
    guard let path = linkTarget(link), access(path, X_OK) == 0 else { return link }
    return path
  }

  /// Gives this process the name that others see, of which 15 bytes are kept. See proc_pid_comm(5).
  package static func nameThis(_ name: String) { _ = SmallFile.write(name, to: "/proc/self/comm") }

  /// The descriptors of process `pid` with their link targets, the lowest first; nil without permission to see them.
  /// Read from /proc/`pid`/fd, see proc_pid_fd(5).
  package static func descriptors(_ pid: Int) -> [(number: Int, target: String)]? {
    let path = "/proc/\(pid)/fd"
    let found = Folder.names(at: path).compactMap { name in
      Int(name).flatMap { number in linkTarget("\(path)/\(name)").map { (number: number, target: $0) } }
    }
    return found.isEmpty ? nil : found.sorted { $0.number < $1.number }
  }

  /// Where the limits of process `pid` are, see proc_pid_limits(5).
  package static func limits(_ pid: Int) -> String { "/proc/\(pid)/limits" }

  /// The soft limit of the descriptors of process `pid` (RLIMIT_NOFILE); nil without permission to see it.
  package static func descriptorLimit(_ pid: Int) -> Int? {
    let line = SmallFile.text(limits(pid))?.split(separator: "\n").first { $0.hasPrefix("Max open files") }
    return line?.split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
  }

  /// The number in `socket:[number]`.
  private static func inode(_ path: String) -> UInt32? { linkTarget(path).flatMap { socket($0) } }

  /// The inode of the socket that the link target of a descriptor names; nil if it is not a socket.
  package static func socket(_ target: String) -> UInt32? {
    guard target.hasPrefix("socket:["), target.hasSuffix("]") else { return nil }
    return UInt32(target.dropFirst(8).dropLast())
  }
}
