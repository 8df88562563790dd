import SessionLanguage

extension Command {
  static let why = Command(
    name: "why", group: .looking, parameters: [Parameter("HANDLE", .handle, optional: true)],
    summary: "Say why a call failed or waits, or a socket is in its state.",
    manual: """
      The line why is the reason at the time of the failure. Everything else comes from live state: who has the port now, which
      state forbids the call, what the queues and buffers hold.
      With HANDLE it says what the state means, how the socket got there, what waits on it, and what the kernel will do next, and when.
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket b tcp = fd",
      "bind b {srv} = -1 EADDRINUSE", "why",
      "why srv",
    ]
  ) { (arguments, _) throws(Diagnostic) in
    .request(.why(arguments.count > 0 ? try arguments.text(0) : nil))
  }
}
