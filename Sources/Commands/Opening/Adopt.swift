import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let adopt = Command(
    name: "adopt", group: .opening,
    parameters: [Parameter("PID", .process), Parameter("FD", .integer), Parameter("NEW", .newHandle)],
    summary: "Take over a live socket of another process, and call it NEW.",
    korean: "다른 프로세스가 쓰는 소켓을 넘겨받아 NEW라고 부릅니다.",
    manual: """
      The socket then has two descriptors, the process's and this one. They share state, queues and options; what one reads the
      other does not get, and shutdown acts on both. close only takes this descriptor away: the connection goes on.
      It needs the right to trace the process: root, or the same user where Yama allows it.
      fds PID lists the descriptors of a process; sockets shows PIDs.
      """,
    examples: ["adopt 999999999 3 conn = -1 ESRCH"]
  ) { (arguments, table) throws(Diagnostic) in
    let pid = try arguments.integer(0, default: 0, in: 1...Int(Int32.max))
    let number = try arguments.integer(1, default: 0, in: 0...Int(Int32.max))
    let name = try arguments.newName(2)
    try table.permit(.adopt(from: pid), at: arguments.span(0))
    return .call(.adopting(Int32(number), of: Int32(pid), as: name, table.kernel))
  }
}

extension Invocation {
  /// pidfd_open(2), pidfd_getfd(2), close(2) of the first one's descriptor, and fcntl(2) for the flags that came along.
  fileprivate static func adopting(_ number: Int32, of pid: Int32, as name: String, _ kernel: any Kernel) -> Invocation
  {
    Invocation(
      Call("pidfd_getfd", .opens, .symbol("pidfd"), .integer(Int(number)), .integer(0)), on: nil, jobName: name,
      finish: { table, answer in
        guard !answer.failed else { return [] }
        let flags =
          answer.received.calls.last { $0.call == .statusFlags(of: Int32(answer.result)) }?.answer?.result ?? 0
        let isNonblocking = Int32(truncatingIfNeeded: flags) & O_NONBLOCK != 0
        let owner = Processes.Owner(pid: Int(pid))
        return [table.adopt(name, descriptor: Int32(answer.result), isNonblocking: isNonblocking, from: owner)]
      },
      notes: { table, answer in
        guard !answer.failed, let handle = table.find(name) else { return [] }
        let what = handle.kind.isSocket ? "socket" : handle.kind.word
        return ["  the \(what) is fd \(number) of \(Processes.Owner(pid: Int(pid))), which keeps using it"]
      },
      body: { $0.make(with: kernel) { $0.adopt(number, of: pid) } })
  }
}

extension CallSequence {
  /// Takes the descriptor, or fails with the call that failed. The descriptor of the process is closed in any case.
  fileprivate mutating func adopt(_ number: Int32, of pid: Int32) -> Answer {
    let process = make(Call("pidfd_open", .opens, .integer(Int(pid)), .integer(0))) { _ in Int(Processes.open(pid)) }
    guard !process.failed else { return process }
    let pidfd = Int32(process.result)
    let taken = make(Call("pidfd_getfd", .opens, .descriptor(pidfd), .integer(Int(number)), .integer(0))) { _ in
      Int(Processes.take(number, of: pidfd))
    }
    _ = make(Call("close", .closes, .descriptor(pidfd))) { _ in Int(close(pidfd)) }
    if !taken.failed { _ = statusFlags(of: Int32(taken.result)) }
    return taken
  }
}
