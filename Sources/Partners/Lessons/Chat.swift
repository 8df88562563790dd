import Glibc

extension Partner {
  static let chat = Partner(
    "chat", "Sends what one client says to all the others.",
    examples: [
      "socket a tcp = fd",
      "connect a {srv} = 0",
      "socket b tcp = fd",
      "connect b {srv} = 0",
      #"send a "I am here" = *"#,
      "sleep 100ms",
      #"send a "Hello" = 5"#,
      #"recvuntil b "Hello" = *"#,
      #"send b "Hi" = 2"#,
      #"recv a = 2 "Hi""#,
    ]
  ) { server in
    let room = ChatRoom()
    server.inThreads { room.serve($0) }
  }
}

/// The clients of a chat.
private final class ChatRoom: @unchecked Sendable {
  private var lock = pthread_mutex_t()
  /// `lock` guards it.
  private var clients: [Int32: Client] = [:]

  init() { pthread_mutex_init(&lock, nil) }

  func serve(_ client: Client) {
    locked { clients[client.descriptor] = client }
    while let message = client.receive() {
      client.say("says", message)
      locked { pass(on: message, from: client) }
    }
    locked {
      clients[client.descriptor] = nil
      client.close()
    }
  }

  /// A client that does not read its messages must not hold the others up: it is shut down, and its thread ends.
  private func pass(on message: [UInt8], from sender: Client) {
    for client in clients.values where client.descriptor != sender.descriptor {
      if !client.send(message, flags: Int32(MSG_DONTWAIT)) { shutdown(client.descriptor, Int32(SHUT_RDWR)) }
    }
  }

  private func locked(_ body: () -> Void) {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    body()
  }
}
