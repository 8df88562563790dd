extension Partner {
  static let discard = Partner(
    "discard", "Takes what comes and answers nothing (RFC 863).",
    korean: "받기만 하고 대답하지 않습니다(RFC 863).",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "ping" = 4"#,
      "recv c = timeout within 100ms",
      "shutdown c SHUT_WR = 0",
      "recv c = 0",
    ]
  ) { server in
    server.inThreads { client in
      client.drain()
      client.close()
    }
  }
}
