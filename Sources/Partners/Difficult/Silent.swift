import Glibc

extension Partner {
  static let silent = Partner(
    "silent", "Reads what comes, never answers, and never closes.",
    korean: "받기만 하고, 대답하지도 닫지도 않습니다.",
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
