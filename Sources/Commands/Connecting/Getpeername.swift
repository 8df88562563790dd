import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let getpeername = Command(
    name: "getpeername", group: .connecting, parameters: [.handle],
    summary: "Ask the kernel for the address of a socket's other end.",
    korean: "연결된 상대방의 주소를 커널에 묻습니다.",
    manual: "Fails with ENOTCONN while there is no peer, and when the connection is over.",
    byHand: ["addr", "addrlen"],
    outputs: "the address; write {cli} for it where the kernel chose the port",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "getpeername srv = -1 ENOTCONN", "listen srv = 0",
      "socket cli tcp = fd",
      "connect cli {srv} = 0", "getpeername cli = 0 {srv}",
    ],
    inC: CForm(.handle(0))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let descriptor = target.descriptor
    return .call(
      .asking("getpeername", [], of: target, try arguments.addressBuffer()) {
        Int(Glibc.getpeername(descriptor, $0, $1))
      })
  }
}
