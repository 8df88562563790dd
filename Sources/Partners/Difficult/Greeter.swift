extension Partner {
  static let greeter = Partner(
    "greeter", "Speaks first, as mail servers do, and then echoes.",
    korean: "메일 서버처럼 먼저 말하고, 그다음에는 돌려보냅니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"recvuntil c "\n" = * "220 sockplay ready\r\n""#,
      #"send c "ping" = 4"#,
      #"recv c = 4 "ping""#,
    ]
  ) { server in
    server.inThreads { client in
      if client.send("220 sockplay ready\r\n") { client.echo() }
      client.close()
    }
  }
}
