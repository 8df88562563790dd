import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let pidfd = Command(
    name: "pidfd", group: .opening, parameters: [.newHandle, Parameter("PID", .process, optional: true)],
    summary: "Make a descriptor that refers to a process.",
    korean: "프로세스를 나타내는 디스크립터를 만듭니다.",
    manual: """
      The call is pidfd_open. PID is this process when it is left out. The descriptor is readable for poll once the process has ended;
      nothing can be read from it.
      """,
    examples: [
      "pidfd p = fd [p OPEN]", "poll p 0 = 0", "read p 8 = -1 EINVAL", "getsockname p = -1 ENOTSOCK",
      "pidfd q 999999999 = -1 ESRCH",
    ],
    inC: CForm(.new, .number(0), alsoCalled: ["pidfd_open"])
  ) { (arguments, table) throws(Diagnostic) in
    let name = try arguments.newName(0)
    let pid = Int32(try arguments.integer(1, default: Int(getpid()), in: 0...Int(Int32.max)))
    return .call(
      Invocation(
        Call("pidfd_open", .opens, .integer(Int(pid)), .integer(0)), on: nil,
        opens: OpenedHandle(name: name, kind: .pidfd)
      ) { _ in Int(Processes.open(pid)) })
  }
}
