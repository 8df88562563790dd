import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let listen = Command(
    name: "listen", group: .connecting, parameters: [.handle, Parameter("BACKLOG", .integer, optional: true)],
    summary: "Listen: up to BACKLOG connections (128) may wait for accept.",
    korean: "연결 요청을 받습니다. BACKLOG(128)개까지 대기열에서 기다립니다.",
    manual: """
      Linux lets one connection more than BACKLOG wait: with listen srv 0 the accept queue takes one. BACKLOG is at most
      net.core.somaxconn. A socket that was never bound gets the wildcard address and a free port, which in a session file
      needs --allow network.
      """,
    examples: ["socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0 [srv LISTEN]"],
    inC: CForm(.handle(0), .number(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let backlog = try arguments.integer(1, default: 128, in: Int(Int32.min)...Int(Int32.max))
    try table.permitListening(on: target.handle, at: arguments.span(0))
    let descriptor = target.descriptor
    return .call(
      Invocation(
        Call("listen", .descriptor(descriptor), .integer(backlog)), on: target,
        finish: { table, answer in
          if !answer.failed, let handle = target.handle { table.forgetHandshake(handle) }
          return []
        }, body: { _ in Int(Glibc.listen(descriptor, Int32(backlog))) }))
  }
}
