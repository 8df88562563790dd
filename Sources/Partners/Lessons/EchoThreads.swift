extension Partner {
  static let echoThreads = Partner(
    "echo-threads", "Sends back what comes, with a thread for each client.",
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
