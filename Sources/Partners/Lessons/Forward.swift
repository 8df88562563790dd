import Glibc
import Sockets

extension Partner {
  static let forward = Partner(
    "forward", "Passes each connection on to the server at TO.",
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
    var family = AF_INET
    if case .ipv6 = address { family = AF_INET6 }
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0, address.withSockaddr({ connect(descriptor, $0, $1) }) == 0 else {
      say("connect to \(text): \(Errno(errno).symbol)")
      if descriptor >= 0 { Glibc.close(descriptor) }
      return nil
    }
    say("passed on to \(text)")
    return Client(descriptor: descriptor, name: "\(name) at \(text)", log: log)
  }
}

/// One direction of a connection that is passed on.
private final class Relay: @unchecked Sendable {
  private let from: Client
  private let to: Client
  private var end = sem_t()

  init(from: Client, to: Client) {
    (self.from, self.to) = (from, to)
    sem_init(&end, 0, 0)
  }

  func run() {
    while let data = from.receive(65536) {
      guard to.send(data) else { break }
    }
    shutdown(to.descriptor, Int32(SHUT_WR))
    sem_post(&end)
  }

  func awaitEnd() { while sem_wait(&end) < 0 {} }
}
