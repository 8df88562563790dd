extension Partner {
  static let flood = Partner(
    "flood", "Sends as fast as it can, whatever the client does.",
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
