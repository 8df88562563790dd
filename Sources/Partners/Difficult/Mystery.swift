extension Partner {
  static let mystery = Partner(
    "mystery", "One of five faults, which it does not name: find out which.",
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
    ]
  ) { server in
    // A log would tell.
    let unlogged = Server(socket: server.socket, argument: "", log: Log(-1))
    (faults.randomElement() ?? .stuck).serve(unlogged)
  }

  /// What `mystery` may be.
  static let faults = [stuck, silent, refuse, truncate, halfClose]
}
