import Glibc
import Sockets

extension Partner {
  static let chat = Partner(
    "chat", "Sends what one client says to all the others.",
    korean: "한 클라이언트의 말을 다른 모두에게 보냅니다.",
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
private final class ChatRoom: Sendable {
  /// By their descriptors.
  private let clients = Locked([Int32: Client]())

  func serve(_ client: Client) {
    clients.withLock { $0[client.descriptor] = client }
    while let message = client.receive() {
      client.say("says", korean: "말함", message)
      clients.withLock { Self.pass(on: message, from: client, to: $0.values) }
    }
    clients.withLock {
      $0[client.descriptor] = nil
      client.close()
    }
  }

  /// A client that does not read its messages must not hold the others up: it is shut down, and its thread ends.
  private static func pass(on message: [UInt8], from sender: Client, to clients: some Sequence<Client>) {
    for client in clients where client.descriptor != sender.descriptor {
      if !client.send(message, flags: Int32(MSG_DONTWAIT)) { shutdown(client.descriptor, Int32(SHUT_RDWR)) }
    }
  }
}
