extension Partner {
  static let mystery = Partner(
    "mystery", "One of five faults, which it does not name: find out which.",
    korean: "다섯 가지 고장 가운데 하나. 무엇인지 알아내 보세요.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
    ]
  ) { server in
    // A log would tell.
    let unlogged = Server(socket: server.socket, argument: "", log: Log(-1, server.log.language))
    (faults.randomElement() ?? .stuck).serve(unlogged)
  }

  /// What `mystery` may be.
  static let faults = [stuck, silent, refuse, truncate, halfClose]
}
