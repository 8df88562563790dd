extension Partner {
  static let login = Partner(
    "login",
    "Echoes only after the line LOGIN student socket.",
    korean: "LOGIN student socket이라는 줄을 받은 뒤에만 돌려보냅니다.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"send c "hello\n" = 6"#,
      #"recvuntil c "\n" = * "NO login first: LOGIN NAME PASSWORD\r\n""#,
      #"send c "LOGIN student socket\n" = 21"#,
      #"recvuntil c "\n" = * "OK welcome student\r\n""#,
      #"send c "ping" = 4"#,
      #"recv c = 4 "ping""#,
      "socket d tcp = fd",
      "connect d {srv} = 0",
      #"send d "LOGIN student socket\nall at once" = 32"#,
      #"recvuntil d "once" = * "OK welcome student\r\nall at once""#,
    ]
  ) { server in
    server.inThreads { client in
      var lines = ClientLines(client)
      if client.logIn(&lines) { client.echo(first: lines.rest) }
      client.close()
    }
  }
}

extension Client {
  /// Takes lines until one is the right login.
  /// - Returns: false when the client is done, or was wrong three times.
  fileprivate func logIn(_ lines: inout ClientLines) -> Bool {
    for left in [2, 1, 0] {
      guard let line = lines.next() else { return false }
      if line == "LOGIN student socket" {
        say("logged in", korean: "로그인함")
        return send("OK welcome student\r\n")
      }
      say("refused", korean: "거절함", Array(line.utf8))
      let answer = line.hasPrefix("LOGIN ") ? "wrong name or password" : "login first: LOGIN NAME PASSWORD"
      guard send("NO \(answer)\(left == 0 ? "; goodbye" : "")\r\n") else { return false }
    }
    return false
  }
}
