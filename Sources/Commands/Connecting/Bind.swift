import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let bind = Command(
    name: "bind", group: .connecting, parameters: [.handle, .address],
    summary: "Give a socket its local address.",
    korean: "소켓에 자기 쪽 주소를 붙입니다.",
    manual: """
      With port 0 the kernel chooses a free one; {srv.port} is that port from then on. :PORT is every address of this machine:
      in a session file, an address to which other machines can send needs --allow network.
      On a UNIX domain socket, unix: alone lets the kernel choose an abstract name (Autobind in unix(7)); {a} is that name from then on.
      """,
    byHand: ["addrlen"],
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0 [srv BOUND]", "bind srv 127.0.0.1:0 = -1 EINVAL",
      "socket a unix = fd",
      "bind a unix: = 0 [a BOUND]",
    ],
    inC: CForm(.handle(0), .address(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let descriptor = target.descriptor
    let passed = try arguments.passedAddress(1, .bound, of: target)
    return .call(
      Invocation(
        Call("bind", [], [.descriptor(descriptor)] + passed.arguments), on: target,
        finish: { table, answer in
          if !answer.failed, let handle = target.handle, let address = passed.address {
            table.recordBind(handle, to: address)
          }
          return []
        },
        body: { _ in passed.withSockaddr { Int(Glibc.bind(descriptor, $0, $1)) } }))
  }
}
