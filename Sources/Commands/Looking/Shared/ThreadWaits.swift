import Glibc
import Sockets
import Text

/// In what the threads of processes wait, for a cell of `sockets` or `fds`. Each process is looked at once.
final class ThreadWaits {
  private var known: [Int: [ProcessThread]] = [:]

  /// A wait, as a cell and as values.
  struct Wait {
    let text: String?
    /// How long the thread has slept, in milliseconds.
    let asleep: Int?
  }

  func threads(of pid: Int) -> [ProcessThread] {
    if let threads = known[pid] { return threads }
    let threads = Processes.threads(pid)
    known[pid] = threads
    return threads
  }

  /// In what the processes wait that have the socket `inode`: those of their threads whose call is on it, or else all of
  /// them. Of this process only the former, because its other threads serve other handles.
  func wait(of owners: [Processes.Owner], on inode: UInt32) -> Wait {
    let found = owners.flatMap { owner -> [ProcessThread] in
      let all = threads(of: owner.pid)
      let near = all.filter { thread in
        guard let number = thread.call?.descriptor, let target = Processes.target(of: number, of: owner.pid) else {
          return false
        }
        return Processes.socket(target) == inode
      }
      return near.isEmpty && owner.pid != getpid() ? all : near
    }
    return Self.wait(of: found)
  }

  /// In what the threads of process `pid` wait whose call is on its descriptor `number`.
  func wait(of pid: Int, on number: Int) -> Wait {
    Self.wait(of: threads(of: pid).filter { $0.call?.descriptor == number })
  }

  /// The threads of process `pid` whose call is not on one descriptor, a line each. It may be on a list of some.
  func others(of pid: Int) -> [String] {
    threads(of: pid).filter { $0.call?.descriptor == nil }.prefix(8).map { "thread \($0.task): \($0.cell)" }
  }

  private static func wait(of threads: [ProcessThread]) -> Wait {
    guard let first = threads.first else { return Wait(text: nil, asleep: nil) }
    let more = threads.count > 1 ? " and \(Plural.count(threads.count - 1, "more thread"))" : ""
    return Wait(text: first.cell + more, asleep: first.asleep)
  }
}

extension ProcessThread {
  /// Such as `recvfrom(4) 2.0 s`.
  fileprivate var cell: String {
    switch state {
    case "R": return "running"
    case "T", "t": return "stopped"
    case "Z", "X": return "ended"
    default: break
    }
    let time = asleep.map { (isAtLeast ? " > " : " ") + Elapsed.past($0) } ?? ""
    if let call { return call.text + (call.descriptor.map { "(\($0))" } ?? "") + time }
    return "asleep" + (kernelFunction.map { " in \($0)" } ?? "") + time
  }
}
