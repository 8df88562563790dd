import Glibc
import Sockets

/// The socket of a partner, bound to its address, and how it meets its clients.
struct Server: Sendable {
  let socket: Int32
  /// The word that its kind takes besides the address, or nothing.
  let argument: String
  let log: Log

  /// The next connection. Where there is none for want of descriptors, it waits a little and tries again: the client
  /// stays in the queue.
  func accept() -> Client {
    while true {
      var received = Received()
      let descriptor = received.takeAddress { Int(Glibc.accept(socket, $0, $1)) }
      guard descriptor < 0 else {
        let name = received.address.map { "\($0)" } ?? "a client"
        let client = Client(descriptor: Int32(descriptor), name: name, log: log)
        client.say("connected", korean: "연결됨")
        return client
      }
      let error = Errno(errno)
      log.write("accept: \(error.symbol)")
      if error.rawValue != ECONNABORTED { usleep(Self.pause) }
    }
  }

  /// How long it waits after an accept that failed, in microseconds.
  private static let pause: useconds_t = 50_000

  /// Serves one client after the other.
  func oneByOne(_ serve: (Client) -> Void) -> Never {
    while true { serve(accept()) }
  }

  /// Serves each client on a thread of its own.
  func inThreads(_ serve: @escaping @Sendable (Client) -> Void) -> Never {
    while true {
      let client = accept()
      guard let error = Threads.start(stack: Self.stack, { serve(client) }) else { continue }
      client.say("pthread_create: \(error.symbol)")
      client.reset()
    }
  }

  private static let stack = 256 << 10
}
