import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let shutdown = Command(
    name: "shutdown", group: .opening,
    parameters: [.handle, Parameter("HOW", .choice(["rd", "wr", "rdwr"] + ConstantTable.shutdownWays.symbols))],
    summary: "Close one direction of a connection.",
    korean: "연결의 한쪽 방향을 닫습니다.",
    manual: """
      HOW is rd, wr or rdwr, or SHUT_RD and so on, or a number. After wr the peer reads the end of file, and may still send.
      Without a connection it fails with ENOTCONN, but Linux shuts the socket down all the same: once it is connected, send fails
      with EPIPE.
      """,
    examples: ["socket a tcp = fd", "shutdown a wr = -1 ENOTCONN"],
    inC: CForm(.handle(0), .constant(1))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let text = try arguments.text(1).uppercased()
    guard
      let way = ConstantTable.shutdownWays.value(text.hasPrefix("SHUT_") || Int(text) != nil ? text : "SHUT_" + text)
    else {
      throw .invalid("direction", try arguments.text(1), at: arguments.span(1), label: "rd, wr or rdwr")
    }
    let descriptor = target.descriptor
    if let handle = target.handle { table.recordIdentity(handle) }
    return .call(
      Invocation(
        Call("shutdown", .descriptor(descriptor), .symbol(ConstantTable.shutdownWays.symbol(way))), on: target,
        finish: { table, answer in
          guard let handle = target.handle else { return [] }
          if handle.takesBackConnect(answer, table) { table.recordDisconnect(handle, by: .shutdown) }
          if handle.isShut(by: answer) { table.recordShutdown(handle, Directions(way: way)) }
          if handle.stopsListening(way, answer) { table.recordPortReturned(handle) }
          return []
        }, body: { _ in Int(Glibc.shutdown(descriptor, way)) }))
  }
}

extension Handle {
  /// Whether it was a listener, and shutdown has ended that.
  fileprivate func stopsListening(_ way: Int32, _ answer: Answer) -> Bool {
    kind.isTCP && snapshot.state == .listen && !answer.failed && Directions(way: way).contains(.receiving)
  }

  /// Whether it was in a handshake, and shutdown has ended that, as connect to AF_UNSPEC does.
  fileprivate func takesBackConnect(_ answer: Answer, _ table: HandleTable) -> Bool {
    guard kind.isTCP, snapshot.state == .synSent, !answer.failed else { return false }
    // tcpi_state
    return table.kernel.tcpInfoBytes(descriptor)?.first.flatMap(SocketState.init) == .closed
  }

  /// Whether a shutdown that returned `answer` has closed anything. Linux reports a socket without a connection, and
  /// shuts it down all the same; a listener and a handshake it takes back to where they began. See inet_shutdown in
  /// net/ipv4/af_inet.c.
  fileprivate func isShut(by answer: Answer) -> Bool {
    if kind.isTCP, snapshot.state == .listen || snapshot.state == .synSent { return false }
    return !answer.failed || answer.errno.rawValue == ENOTCONN && kind.isInternet
  }
}
