import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let accept = Command(
    name: "accept", group: .connecting, parameters: [Parameter("LISTENER", .handle), .newHandle],
    summary: "Take the first connection out of a listener's accept queue.",
    korean: "연결 대기열에서 맨 앞의 연결을 꺼냅니다.",
    manual:
      "Waits while the queue is empty. The new socket has the listener's local address, and the client's address as its peer.",
    byHand: ["addr", "addrlen"],
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "accept srv conn = fd [conn ESTABLISHED, cli ESTABLISHED]",
    ],
    inC: CForm(.handle(0), .new)
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let name = try arguments.newName(1)
    let descriptor = target.descriptor
    let opening = OpenedHandle(name: name, kind: target.kind, listener: target.handle)
    let buffer = try arguments.addressBuffer()
    return .call(
      arguments.cachedInvocation {
        $0.subject == target.handle && $0.call.descriptor == descriptor && $0.opens == opening
      }
        ?? Invocation(
          Call("accept", [.opens, .accepts], .descriptor(descriptor), .addressOut(in: buffer)), on: target,
          wait: .until(descriptor, events: Int16(POLLIN)), opens: opening
        ) { $0.takeAddress(in: buffer) { Int(Glibc.accept(descriptor, $0, $1)) } })
  }
}
