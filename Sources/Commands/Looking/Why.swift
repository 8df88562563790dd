import SessionLanguage

extension Command {
  static let why = Command(
    name: "why", group: .looking, parameters: [Parameter("HANDLE", .handle, optional: true)],
    summary: "Tell why a call failed or waits, or a socket is as it is.",
    manual: """
      The line why is the reason as it was when the call failed. All else comes from live state: who has the port now, which
      state forbids the call, what the queues and buffers hold.
      Of a HANDLE it tells what its state means, how it came there, what waits on it, what the kernel will do next and when.
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
