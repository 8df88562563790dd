import Handles
import SessionLanguage
import Sockets

extension Command {
  static let destroy = Command(
    name: "destroy", group: .network, parameters: [.handle],
    summary: "End a socket from outside, as ss -K does.",
    korean: "소켓을 밖에서 끝냅니다. ss -K와 같습니다.",
    manual: """
      The message SOCK_DESTROY of sock_diag(7) is the call. The descriptor stays open; the next call on it fails with ECONNABORTED.
      The other end of a TCP connection gets RST. A socket that was closed and is in TIME_WAIT or another state of its end goes at once.
      Only a session in a network of its own may do this (@isolated, or sockplay --isolated).
      """,
    examples: [
      "@isolated", "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 1 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0", "destroy cli = 0 [cli CLOSED]", "recv cli 10 = -1 ECONNABORTED",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let handle = try arguments.handle(0)
    guard handle.kind.isTCP || handle.kind.isUDP else {
      throw Diagnostic(
        "\(handle.name) cannot be destroyed", at: arguments.span(0),
        label: "\(handle.kind.word): only TCP and UDP sockets can")
    }
    try table.requireIsolation(at: arguments.line.words[0].span, "destroy changes the network")
    let (kind, kernel, descriptor) = (handle.kind, table.kernel, handle.descriptor)
    let endpoints = handle.isOpen ? kernel.endpoints(descriptor, mayHavePeer: true) : handle.endpoints
    let cookie = handle.isOpen ? kernel.cookie(descriptor) : handle.cookie
    let call = Call(
      "sock_diag", .destroys, .symbol("SOCK_DESTROY"), .symbol("{\(kind.domain.symbol) \(text(endpoints))}"))
    return .call(
      Invocation(
        call, on: handle,
        finish: { table, answer in
          if !answer.failed {
            table.recordEndCause(handle, "destroy \(handle.name) ended it (SOCK_DESTROY)", isPending: true)
          }
          return []
        }, notes: Invocation.wordsOfTheKernel
      ) { $0.destroy(kind, endpoints, cookie: cookie) })
  }

  private static func text(_ endpoints: Endpoints) -> String {
    [endpoints.local, endpoints.peer].compactMap { $0?.description }.joined(separator: " → ")
  }
}
