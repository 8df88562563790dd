extension Partner {
  static let echoThreads = Partner(
    "echo-threads", "Sends back what comes, with a thread for each client.",
    korean: "받은 것을 그대로 돌려보냅니다. 클라이언트마다 스레드 하나.",
    examples: [
      "socket a tcp = fd",
      "connect a {srv} = 0",
      "socket b tcp = fd",
      "connect b {srv} = 0",
      #"send b "second" = 6"#,
      #"recv b = 6 "second""#,
      #"send a "first" = 5"#,
      #"recv a = 5 "first""#,
    ]
  ) { server in
    server.inThreads { client in
      client.echo()
      client.close()
    }
  }
}
