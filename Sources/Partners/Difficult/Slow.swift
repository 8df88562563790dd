import Glibc

extension Partner {
  static let slow = Partner(
    "slow", "Echoes a byte every 100 ms.",
    korean: "100 ms마다 한 바이트씩 돌려보냅니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "ab" = 2"#,
      #"recv c = 1 "a""#,
      #"recv c = 1 "b""#,
    ]
  ) { server in
    server.inThreads { client in
      while let data = client.receive(), data.allSatisfy(client.sendSlowly) {}
      client.close()
    }
  }
}

extension Client {
  fileprivate func sendSlowly(_ byte: UInt8) -> Bool {
    usleep(100_000)
    return send([byte])
  }
}
