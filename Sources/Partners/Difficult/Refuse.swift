extension Partner {
  static let refuse = Partner(
    "refuse", "Accepts each connection and resets it at once.",
    korean: "연결을 받아들이자마자 RST로 끊습니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      "recv c = -1 ECONNRESET",
    ]
  ) { server in
    server.oneByOne { $0.reset() }
  }
}
