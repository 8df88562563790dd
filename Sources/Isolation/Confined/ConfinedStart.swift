import CSockets
import Glibc
import Sockets

/// Makes the namespaces in which a program is held, and becomes the process that watches over them. To be run in a process
/// of its own, which has one thread.
package struct ConfinedStart {
  private let confinement: Confinement
  private let control: Int32
  private let output: MemoryFile
  /// The user that root lets the programs of others be.
  private static let nobody: uid_t = 65534

  /// - Parameters:
  ///   - control: The end of a pair of packet sockets on which it is told what to do, and tells what happens.
  ///   - output: Where the output of the programs is kept.
  package init(_ confinement: Confinement, control: Int32, output: MemoryFile) {
    (self.confinement, self.control, self.output) = (confinement, control, output)
  }

  /// Returns the exit code of this process, once all has ended.
  package func run() -> Int32 {
    sockplay_end_with_parent()
    do throws(IsolationFailure) {
      if let submission = confinement.submission { try separate(submission) }
      try unshare("CLONE_NEWUSER|CLONE_NEWNS|CLONE_NEWPID|CLONE_NEWIPC|CLONE_NEWUTS", sockplay_unshare_processes)
    } catch {
      tell(error)
      return 1
    }
    let first = sockplay_fork()
    if first == 0 { exit(beFirst()) }
    // What hears of the end of the other side is the first process of the namespace alone.
    close(control)
    var status: Int32 = 0
    while waitpid(first, &status, 0) < 0, errno == EINTR {}
    return 0
  }

  /// Gives a submission files, a user and limits. The processes of each submission are counted in a user namespace of its
  /// own, see RLIMIT_NPROC in getrlimit(2).
  private func separate(_ submission: String) throws(IsolationFailure) {
    let isRoot = geteuid() == 0
    let stays = isRoot && sockplay_unshare_mounts(false) == 0
    if !stays { try unshare("CLONE_NEWUSER|CLONE_NEWNS") { sockplay_unshare_mounts(true) } }
    try ConfinedFiles(confinement, submission: submission, owner: stays ? Self.nobody : nil).set()
    if stays {
      // Root of the whole machine has no limits.
      guard sockplay_become(Self.nobody) == 0 else { throw IsolationFailure(of: "setresuid(\(Self.nobody))") }
      try unshare("CLONE_NEWUSER", sockplay_unshare_user)
    }
    limit()
  }

  private func unshare(_ flags: String, _ call: () -> Int32) throws(IsolationFailure) {
    let (user, group) = (geteuid(), getegid())
    guard call() == 0 else { throw IsolationFailure(of: "unshare(\(flags))") }
    try Linux.mapIdentities(user, group)
  }

  private func limit() {
    let limits = confinement.limits
    // Swift cannot import all of their numbers from <sys/resource.h>. RLIMIT_AS would also count what is only reserved.
    let (processor, fileSize, data, core, processes): (UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 1, 2, 4, 6)
    for (resource, most) in [
      (processor, limits.seconds), (fileSize, limits.disk), (data, limits.memory), (core, 0),
      (processes, limits.processes + Self.ownProcesses),
    ] {
      var values = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
      setrlimit(__rlimit_resource_t(resource), &values)
    }
  }

  /// How many more than a program's own processes may be, so that too many of them are seen, and not only refused.
  private static let ownProcesses = 4

  /// The first process of the namespace, with whose end the kernel ends all others.
  private func beFirst() -> Int32 {
    sockplay_end_with_parent()
    sockplay_refuse_tracing()
    sockplay_gain_nothing()
    setsid()
    let flags = UInt(MS_RDONLY) | UInt(MS_NOSUID) | UInt(MS_NODEV) | UInt(MS_NOEXEC)
    let isMounted = sockplay_mount("proc", "/proc", "proc", flags, nil) == 0
    // Without it nobody could count what a submission takes.
    if !isMounted, confinement.submission != nil {
      tell(IsolationFailure(of: "mount(proc)"))
      return 1
    }
    if confinement.submission != nil { setEnvironment() }
    var first = ConfinedInit(confinement, control: control, output: output)
    return first.run()
  }

  /// What a submission may know of this machine.
  private func setEnvironment() {
    let kept = ["PATH", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TZ"].compactMap { (name: String) in
      getenv(name).map { (name, String(cString: $0)) }
    }
    clearenv()
    let name = FolderCopy.name(confinement.submission ?? "")
    for (name, value) in kept + [("HOME", "/tmp"), ("TMPDIR", "/tmp"), ("SUBMISSION", name)] { setenv(name, value, 1) }
    chdir(Confinement.folder)
  }

  private func tell(_ failure: IsolationFailure) {
    let bytes = ConfinedEvent.failed(call: failure.call, errno: failure.errno.rawValue).bytes
    send(control, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }
}
