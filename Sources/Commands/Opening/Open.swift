import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let open = Command(
    name: "open", group: .opening,
    parameters: [Parameter("FILE", .file), Parameter("NEW", .newHandle), .flags(.openFlags)],
    summary: "Open FILE for reading, and call it NEW.",
    korean: "FILE을 읽기용으로 열고 NEW라는 이름을 붙입니다.",
    manual: """
      FILE may be a directory or a device, too. FLAGS are O_DIRECTORY, O_NONBLOCK, O_CLOEXEC, O_NOFOLLOW or O_PATH, joined with |.
      An O_PATH descriptor only refers to the file: calls on it fail with EBADF. Calls that are for sockets fail with ENOTSOCK, and
      epoll_ctl with EPERM, because a plain file is always ready.
      """,
    examples: [
      "open /etc/passwd f = fd [f OPEN]", "recv f 10 = -1 ENOTSOCK", "read f 4096 = 1..4096",
      "select r:f w:f 0 = 2 r:f w:f",
      "epoll_create ep = fd", "epoll_ctl ep add f = -1 EPERM", "open / d O_DIRECTORY = fd", "read d 64 = -1 EISDIR",
      "open /etc/passwd p O_PATH = fd", "accept p x = -1 EBADF", "open /nowhere/at/all x = -1 ENOENT",
    ],
    inC: CForm(.text(0), .new, .flags(1))
  ) { (arguments, table) throws(Diagnostic) in
    let path = try arguments.path(0)
    let name = try arguments.newName(1)
    let flags = try arguments.flags(2, from: .openFlags)
    let shown = flags == 0 ? "O_RDONLY" : "O_RDONLY|" + ConstantTable.openFlags.flags(flags)
    return .call(
      Invocation(
        Call("open", .opens, .path(path), .symbol(shown)), on: nil,
        // The reading end of a named pipe is opened when somebody opens the other end.
        wait: .unknown, jobName: name,
        finish: { table, answer in
          guard !answer.failed else { return [] }
          let descriptor = Int32(answer.result)
          return [table.add(name, table.kernel.kind(descriptor), descriptor: descriptor, flags: flags)]
        }
      ) { _ in Int(Glibc.open(path, O_RDONLY | flags)) })
  }
}
