import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let accept4 = Command(
    name: "accept4", group: .connecting,
    parameters: [
      Parameter("LISTENER", .handle), .newHandle,
      Parameter("FLAGS", .choice(ConstantTable.socketFlags.symbols), optional: true),
    ],
    summary: "Like accept, with flags for the new socket.",
    korean: "accept와 같지만, 새 소켓에 플래그를 줄 수 있습니다.",
    manual:
      "FLAGS are SOCK_NONBLOCK, so that calls on the new socket do not wait, and SOCK_CLOEXEC, joined with |. On Linux it does not inherit them from LISTENER.",
    byHand: ["addr", "addrlen"],
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "accept4 srv conn SOCK_NONBLOCK = fd [conn ESTABLISHED]", "recv conn 64 = -1 EAGAIN",
    ],
    inC: CForm(.handle(0), .new, .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let isUnnamed = arguments.count == 2 ? try arguments.text(1).hasPrefix("SOCK_") : false
    let name = isUnnamed ? table.freshName() : try arguments.newName(1)
    let flags = try arguments.flags(isUnnamed ? 1 : 2, from: .socketFlags)
    let descriptor = target.descriptor
    let opening = OpenedHandle(name: name, kind: target.kind, flags: flags, listener: target.handle)
    let buffer = try arguments.addressBuffer()
    return .call(
      arguments.cachedInvocation {
        $0.subject == target.handle && $0.call.descriptor == descriptor && $0.opens == opening
      } ?? .accepting(on: target, descriptor, opening, buffer))
  }
}

extension Invocation {
  /// accept4(2).
  fileprivate static func accepting(
    on target: Target, _ descriptor: Int32, _ opening: OpenedHandle, _ buffer: ValueBuffer?
  ) -> Invocation {
    let flags = opening.flags
    return Invocation(
      Call(
        "accept4", [.opens, .accepts], .descriptor(descriptor), .addressOut(in: buffer),
        .flags(flags, of: .socketFlags)),
      on: target, wait: .until(descriptor, events: Int16(POLLIN)), opens: opening
    ) { $0.takeAddress(in: buffer) { Int(LinuxCalls.accept4(descriptor, $0, $1, flags)) } }
  }
}
