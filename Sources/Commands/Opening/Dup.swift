import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let dup = Command(
    name: "dup", group: .opening, parameters: [.handle, .newHandle],
    summary: "Make a second descriptor for the same open socket.",
    korean: "열려 있는 소켓을 가리키는 디스크립터를 하나 더 만듭니다.",
    manual: """
      Both descriptors lead to one socket: what is read through one is gone for the other, and O_NONBLOCK is on or off for both.
      Closing one leaves the socket as it is; only the last close ends the connection, while shutdown ends it at any time. That is
      what happens to a server's descriptors after fork.
      """,
    examples: [
      "socketpair a b = 0", "dup a twin = fd", #"send twin "x" = 1"#,
      "close a = 0 [a CLOSED, twin ESTABLISHED, b ESTABLISHED]",
      #"recv b 64 = 1 "x""#, "close twin = 0", "recv b 64 = 0 EOF",
    ],
    inC: CForm(.handle(0), .new)
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let name = try arguments.newName(1)
    let (descriptor, kind) = (target.descriptor, target.kind)
    return .call(
      Invocation(
        Call("dup", .opens, .descriptor(descriptor)), on: target, jobName: name,
        finish: { table, answer in
          guard !answer.failed else { return [] }
          let made = table.add(name, kind, descriptor: Int32(answer.result))
          if let handle = target.handle { table.recordDuplicate(made, of: handle) }
          return [made]
        },
        body: { _ in Int(Glibc.dup(descriptor)) }))
  }
}
