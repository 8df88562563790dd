import Glibc
import Sockets

extension Partner {
  static let forward = Partner(
    "forward", "Passes each connection on to the server at TO.",
    korean: "연결을 모두 서버 TO로 이어 줍니다.",
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
      let isBroken = Locked(false)
      let back = ForwardedConnection(from: other, to: client, isBroken: isBroken)
      guard Threads.start(stack: 256 << 10, { back.run() }) == nil else {
        other.reset()
        return client.reset()
      }
      ForwardedConnection(from: client, to: other, isBroken: isBroken).run()
      back.awaitEnd()
      // What has ended with an error must not look like a proper end to the other side.
      guard !isBroken.withLock({ $0 }) else {
        other.reset()
        return client.reset()
      }
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
private struct ForwardedConnection: Sendable {
  let from: Client
  let to: Client
  /// Whether one of the two directions has ended with an error, which ends both.
  let isBroken: Locked<Bool>
  private let end = Semaphore()

  init(from: Client, to: Client, isBroken: Locked<Bool>) {
    (self.from, self.to, self.isBroken) = (from, to, isBroken)
  }

  func run() {
    if pass() {
      from.say("end of data", korean: "데이터 끝")
      shutdown(to.descriptor, Int32(SHUT_WR))
    } else {
      isBroken.withLock { $0 = true }
      // Ends a receive that the other direction waits in; nothing is sent for it.
      for client in [from, to] { shutdown(client.descriptor, Int32(SHUT_RD)) }
    }
    end.post()
  }

  /// Passes on what comes.
  /// - Returns: true at the end of the data, false after an error of either direction.
  private func pass() -> Bool {
    while true {
      let taken = from.take(65536)
      // The other direction's error ends this one, whatever it says.
      if isBroken.withLock({ $0 }) { return false }
      switch taken {
      case .data(let data): guard deliver(data[...]) else { return false }
      case .end: return true
      case .failed(let error):
        from.say("recv: \(error.symbol)")
        return false
      }
    }
  }

  /// Sends `rest`, unless the end that it came from is reset meanwhile: the other one may be slow to take it.
  private func deliver(_ rest: ArraySlice<UInt8>) -> Bool {
    var rest = rest
    while !rest.isEmpty {
      var ends = [
        pollfd(fd: to.descriptor, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: from.descriptor, events: 0, revents: 0),
      ]
      poll(&ends, 2, Self.pause)
      if isBroken.withLock({ $0 }) || ends[1].revents & Int16(POLLERR) != 0 { return false }
      if ends[0].revents == 0 { continue }
      guard let sent = to.offer(rest) else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// How long it waits for room before it looks at the other direction, in milliseconds.
  private static let pause: Int32 = 200

  func awaitEnd() { while end.wait() != nil {} }
}
