extension Partner {
  static let echo = Partner(
    "echo", "Sends back what comes, to one client after the other.",
    korean: "받은 것을 그대로 돌려보냅니다. 한 번에 클라이언트 하나씩.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "ping" = 4"#,
      #"recv c = 4 "ping""#,
      "shutdown c SHUT_WR = 0",
      "recv c = 0",
    ]
  ) { server in
    server.oneByOne { client in
      client.echo()
      client.close()
    }
  }
}

extension Client {
  /// Sends back what comes until the client is done.
  /// - Parameter first: What has come already.
  func echo(first: [UInt8] = []) {
    var data = first.isEmpty ? receive() : first
    while let bytes = data {
      say("echoes", korean: "돌려보냄", bytes)
      guard send(bytes) else { return }
      data = receive()
    }
  }
}
