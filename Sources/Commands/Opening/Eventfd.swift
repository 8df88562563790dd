import CSockets
import SessionLanguage
import Sockets

extension Command {
  static let eventfd = Command(
    name: "eventfd", group: .opening,
    parameters: [.newHandle, Parameter("COUNT", .integer, optional: true), .flags(.eventfdFlags)],
    summary: "Make a descriptor that is a counter, for waking another thread.",
    korean: "다른 스레드를 깨우는 데 쓰는 카운터 디스크립터를 만듭니다.",
    manual: """
      COUNT is what the counter begins with (0). write adds a number of 8 bytes to it; read returns the counter in 8 bytes and sets
      it to 0, and waits while it is 0. With EFD_SEMAPHORE read returns 1 and takes 1 away. It is readable for poll while it is not 0.
      """,
    examples: [
      "eventfd e 5 = fd [e OPEN]", "poll e 0 = 1 e:POLLIN", "read e 8 = 8 hex:0500000000000000",
      "write e hex:0100000000000000 = 8", "read e 8 = 8 hex:0100000000000000", "recv e 8 = -1 ENOTSOCK",
    ],
    inC: CForm(.new, .number(0), .flags(1))
  ) { (arguments, table) throws(Diagnostic) in
    let name = try arguments.newName(0)
    let count = try arguments.integer(1, default: 0, in: 0...Int(UInt32.max))
    let flags = try arguments.flags(2, from: .eventfdFlags)
    return .call(
      Invocation(
        Call("eventfd", .opens, .integer(count), .flags(flags, of: .eventfdFlags)), on: nil,
        opens: OpenedHandle(name: name, kind: .eventfd)
      ) { _ in Int(sockplay_new_eventfd(UInt32(count), flags)) })
  }
}
