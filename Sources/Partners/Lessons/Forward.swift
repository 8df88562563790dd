import Glibc
import Sockets

extension Partner {
  static let forward = Partner(
    "forward", "Passes each connection on to the server at TO.",
    korean: "연결마다 서버 TO로 이어 줍니다.",
    argument: .address,
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "ping" = 4"#,
      #"recv c = 4 "ping""#,
      "shutdown c SHUT_WR = 0",
      "recv c = 0",
    ]
  ) { server in
    server.inThreads { client in
      guard let other = client.connected(to: server.argument) else { return client.reset() }
      // One direction on a thread of its own; each ends on its own, so that a half-closed connection stays one.
      let back = Relay(from: other, to: client)
      guard Threads.start(stack: 256 << 10, { back.run() }) == nil else {
        other.reset()
        return client.reset()
      }
      Relay(from: client, to: other).run()
      back.awaitEnd()
      other.close()
      client.close()
    }
  }
}

extension Client {
  /// A connection to the server at `text`; nil if there is none, which is logged.
  fileprivate func connected(to text: String) -> Client? {
    guard let address = try? SocketAddress(text: text, for: .ipv4) else { return nil }
    let descriptor = address.openSocket(SOCK_STREAM)
    guard descriptor >= 0, address.withSockaddr({ connect(descriptor, $0, $1) }) == 0 else {
      say("connect to \(text): \(Errno(errno).symbol)")
      if descriptor >= 0 { Glibc.close(descriptor) }
      return nil
    }
    say("passed on to \(text)", korean: "\(text)에 이어 줌")
    return Client(descriptor: descriptor, name: "\(name) at \(text)", log: log)
  }
}

/// One direction of a connection that is passed on.
private struct Relay: Sendable {
  let from: Client
  let to: Client
  private let end = Semaphore()

  init(from: Client, to: Client) { (self.from, self.to) = (from, to) }

  func run() {
    while let data = from.receive(65536) {
      guard to.send(data) else { break }
    }
    shutdown(to.descriptor, Int32(SHUT_WR))
    end.post()
  }

  func awaitEnd() { while end.wait() != nil {} }
}
