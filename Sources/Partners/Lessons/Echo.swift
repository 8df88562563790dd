extension Partner {
  static let echo = Partner(
    "echo", "Sends back what comes, to one client after the other.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "ping" = 4"#,
      #"recv c = 4 "ping""#,
      "shutdown c SHUT_WR = 0",
      "recv c = 0",
    ]
  ) { server in
    server.oneByOne { $0.echo() }
  }
}

extension Client {
  /// Sends back what comes until the client is done, and closes.
  func echo() {
    while let data = receive() {
      say("echoes", data)
      guard send(data) else { break }
    }
    close()
  }
}
