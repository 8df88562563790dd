import CSockets
import SessionLanguage
import Sockets

extension Command {
  static let memfd = Command(
    name: "memfd", group: .opening, parameters: [.newHandle, .flags(.memfdFlags)],
    summary: "Make a file that lies in memory and has no name.",
    korean: "메모리에 있고 이름이 없는 파일을 만듭니다.",
    manual: """
      The call is memfd_create. What is written lies there until the last descriptor is closed; sendfile with an offset reads it from
      the beginning, because write and read share one position, which is after what was written.
      """,
    examples: [
      "memfd m = fd [m OPEN]", #"write m "Hello" = 5"#, "read m 64 = 0 EOF", "socketpair a b = 0",
      "sendfile a m 0 5 = 5",
      #"recv b 64 = 5 "Hello""#, "listen m 5 = -1 ENOTSOCK",
    ],
    inC: CForm(.newNamed(0), .flags(1), alsoCalled: ["memfd_create"])
  ) { (arguments, table) throws(Diagnostic) in
    let name = try arguments.newName(0)
    let flags = try arguments.flags(1, from: .memfdFlags)
    return .call(
      Invocation(
        Call("memfd_create", .opens, .symbol(Literal.text(name.utf8)), .flags(flags, of: .memfdFlags)), on: nil,
        opens: OpenedHandle(name: name, kind: .memfd)
      ) { _ in Int(sockplay_new_memfd(name, UInt32(bitPattern: flags))) })
  }
}
