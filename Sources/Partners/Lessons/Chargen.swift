extension Partner {
  static let chargen = Partner(
    "chargen", "Sends lines of characters until the client is gone (RFC 864).",
    korean: "클라이언트가 떠날 때까지 글자를 한 줄씩 보냅니다(RFC 864).",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      "recvall c 74 = 74",
    ]
  ) { server in
    server.inThreads { client in
      let printable = Array(UInt8(0x20)...0x7e)
      var first = 0
      while client.send((0..<72).map { printable[(first + $0) % printable.count] } + [0x0d, 0x0a]) {
        first = (first + 1) % printable.count
      }
      client.close()
    }
  }
}
