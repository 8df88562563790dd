import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let getsockname = Command(
    name: "getsockname", group: .connecting, parameters: [.handle],
    summary: "Ask the kernel for a socket's local address.",
    korean: "소켓의 자기 쪽 주소를 커널에 묻습니다.",
    manual: "After bind to port 0, and after connect without bind, it shows the port that the kernel chose.",
    byHand: ["addr", "addrlen"],
    outputs: "the address; write {srv} for it where the kernel chose the port",
    examples: ["socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "getsockname srv = 0 {srv}"],
    inC: CForm(.handle(0))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let descriptor = target.descriptor
    return .call(
      .asking("getsockname", .givesOwnAddress, of: target, try arguments.addressBuffer()) {
        Int(Glibc.getsockname(descriptor, $0, $1))
      })
  }
}

extension Invocation {
  /// getsockname(2) or getpeername(2): `ask` makes the call.
  static func asking(
    _ name: String, _ traits: CallTraits, of target: Target, _ buffer: ValueBuffer?,
    _ ask: @escaping @Sendable (UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int
  ) -> Invocation {
    Invocation(
      Call(name, traits, .descriptor(target.descriptor), .addressOut(in: buffer)), on: target,
      outputs: { _, answer in answer.received.address.map { ["\($0)"] } ?? [] },
      body: { $0.takeAddress(in: buffer, ask) })
  }
}
