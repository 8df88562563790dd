extension Partner {
  static let login = Partner(
    "login",
    "Echoes only after the line LOGIN student socket.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "hello\n" = 6"#,
      #"recvuntil c "\n" = * "NO login first: LOGIN NAME PASSWORD\r\n""#,
      #"send c "LOGIN student socket\n" = 21"#,
      #"recvuntil c "\n" = * "OK welcome student\r\n""#,
      #"send c "ping" = 4"#,
      #"recv c = 4 "ping""#,
    ]
  ) { server in
    server.inThreads { client in
      if client.logIn() { client.echoLines() }
      client.close()
    }
  }
}

extension Client {
  /// Takes lines until one is the right login.
  /// - Returns: false when the client is done, or was wrong three times.
  fileprivate func logIn() -> Bool {
    var lines = ClientLines(self)
    for left in [2, 1, 0] {
      guard let line = lines.next() else { return false }
      if line == "LOGIN student socket" {
        say("logged in")
        return send("OK welcome student\r\n")
      }
      say("refused", Array(line.utf8))
      let answer = line.hasPrefix("LOGIN ") ? "wrong name or password" : "login first: LOGIN NAME PASSWORD"
      guard send("NO \(answer)\(left == 0 ? "; goodbye" : "")\r\n") else { return false }
    }
    return false
  }

  fileprivate func echoLines() {
    while let data = receive() {
      say("echoes", data)
      guard send(data) else { return }
    }
  }
}
