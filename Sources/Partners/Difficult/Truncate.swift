extension Partner {
  static let truncate = Partner(
    "truncate", "Announces 100 bytes, sends 50, and closes.",
    korean: "100바이트를 보내겠다고 하고, 50바이트만 보내고 닫습니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "GET / HTTP/1.1\r\n\r\n" = *"#,
      #"recvuntil c "\r\n\r\n" = *"#,
      "recvall c 100 = 50",
    ]
  ) { server in
    server.inThreads { client in
      if client.receive() != nil {
        client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + String(repeating: "x", count: 50))
      }
      client.close()
    }
  }
}
