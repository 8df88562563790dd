import Glibc

extension Partner {
  static let silent = Partner(
    "silent", "Reads what comes, never answers, and never closes.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "ping" = 4"#,
      "shutdown c SHUT_WR = 0",
      "recv c = timeout within 100ms",
    ]
  ) { server in
    server.inThreads { client in
      client.drain()
      while true { pause() }
    }
  }
}
