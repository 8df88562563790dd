import CSockets
import Glibc
import Sockets

/// The files that a submission sees: all of this machine for reading only, but not what is hidden, and /tmp for writing,
/// which lies in memory, has a limit, and is gone with the namespace.
struct ConfinedFiles {
  private let confinement: Confinement
  private let submission: String
  /// Who the program will be; nil where it stays who this process is.
  private let owner: uid_t?

  /// Homes have keys and other work in them. Behind the sockets in /run are programs that would do something for this user,
  /// and so are the terminals of this user in /dev/pts.
  private static let alwaysHidden = [
    "/home", "/root", "/run", "/mnt", "/media", "/srv", "/dev/pts", "/dev/mqueue",
  ]
  private static let temporary = "/tmp", alsoTemporary = ["/var/tmp", "/dev/shm"]

  init(_ confinement: Confinement, submission: String, owner: uid_t?) {
    (self.confinement, self.submission, self.owner) = (confinement, submission, owner)
  }

  /// Sets them up in the mount namespace of this process, which is its own.
  func set() throws(IsolationFailure) {
    try mount("none", "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), "mount(MS_PRIVATE)")
    let hidden = Self.real(confinement.hidden + Self.alwaysHidden + [Self.home].compactMap { $0 })
    let shared = Self.real(confinement.shared).map { (path: $0, descriptor: sockplay_open_path($0)) }
    let source = try FolderCopy(submission)
    // Identities are still to be written there; the first process of the namespace covers it with its own.
    guard sockplay_read_only("/proc") == 0 else { throw IsolationFailure(of: "mount_setattr(MOUNT_ATTR_RDONLY)") }
    try makeTemporary()
    try source.copy(to: Confinement.folder, owner: owner)
    for path in hidden { try hide(path) }
    for (path, descriptor) in shared where descriptor >= 0 { try share(path, descriptor) }
    for path in hidden where Self.isFolder(path) {
      _ = mountFlags(path, UInt(MS_REMOUNT) | UInt(MS_BIND) | UInt(MS_RDONLY))
    }
  }

  private static var home: String? { getenv("HOME").map { String(cString: $0) } }

  /// What there is of `paths`, without links. The whole machine cannot be hidden.
  private static func real(_ paths: [String]) -> [String] {
    Array(Set(paths.compactMap(Folder.real))).filter { $0 != "/" && $0 != temporary }.sorted()
  }

  private func makeTemporary() throws(IsolationFailure) {
    let options = "size=\(confinement.limits.disk),nr_inodes=65536,mode=1777"
    let flags = UInt(MS_NOSUID) | UInt(MS_NODEV)
    try mount("tmpfs", Self.temporary, "tmpfs", flags, "mount(tmpfs, \(Self.temporary))", options)
    for path in Self.alsoTemporary where Self.isFolder(path) {
      try mount(Self.temporary, path, nil, UInt(MS_BIND), "mount(MS_BIND, \(path))")
    }
  }

  private func hide(_ path: String) throws(IsolationFailure) {
    if Self.isFolder(path) {
      let flags = UInt(MS_NOSUID) | UInt(MS_NODEV)
      try mount("tmpfs", path, "tmpfs", flags, "mount(tmpfs, \(path))", "size=1M,mode=755")
    } else if access(path, F_OK) == 0 {
      try mount("/dev/null", path, nil, UInt(MS_BIND), "mount(MS_BIND, \(path))")
    }
  }

  /// Shows what lies at `descriptor` at `path` again.
  private func share(_ path: String, _ descriptor: Int32) throws(IsolationFailure) {
    guard access(path, F_OK) != 0 else { return }
    var folder = ""
    for name in path.split(separator: "/") {
      folder += "/\(name)"
      mkdir(folder, 0o755)
    }
    let source = "/proc/self/fd/\(descriptor)"
    if Self.isFolder(source) {
      try mount(source, path, nil, UInt(MS_BIND) | UInt(MS_REC), "mount(MS_BIND, \(path))")
    } else {
      rmdir(path)
      close(open(path, O_CREAT | O_WRONLY, 0o644))
      try mount(source, path, nil, UInt(MS_BIND), "mount(MS_BIND, \(path))")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func mountFlags(_ path: String, _ flags: UInt) -> Int32 { sockplay_mount("none", path, nil, flags, nil) }

  private func mount(
    _ source: String, _ target: String, _ type: String?, _ flags: UInt, _ call: String, _ options: String? = nil
  ) throws(IsolationFailure) {
    guard sockplay_mount(source, target, type, flags, options) == 0 else { throw IsolationFailure(of: call) }
  }
}
