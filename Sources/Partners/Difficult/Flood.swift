extension Partner {
  static let flood = Partner(
    "flood", "Sends as fast as it can, whatever the client does.",
    korean: "클라이언트가 무엇을 하든 최대한 빨리 보냅니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      "sleep 100ms",
      "? c.unread > 10000",
    ]
  ) { server in
    server.inThreads { client in
      let data = [UInt8](repeating: UInt8(ascii: "x"), count: 65536)
      while client.send(data) {}
      client.close()
    }
  }
}
