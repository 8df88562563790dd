import Glibc

extension Partner {
  static let halfClose = Partner(
    "half-close", "Says goodbye, sends a FIN, and still reads what comes.",
    korean: "인사를 하고 FIN을 보낸 뒤, 오는 것은 계속 읽습니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"recvuntil c "\n" = 5 "bye\r\n""#,
      "recv c = 0",
      #"send c "still heard" = 11"#,
    ]
  ) { server in
    server.inThreads { client in
      client.send("bye\r\n")
      shutdown(client.descriptor, Int32(SHUT_WR))
      client.drain()
      client.close()
    }
  }
}
