import SessionLanguage

extension Command {
  static let why = Command(
    name: "why", group: .looking,
    parameters: [
      Parameter("HANDLE", .handle, optional: true) { .words($0.table.names + [evidence]) },
      Parameter(evidence, .choice([evidence]), optional: true),
    ],
    summary: "Say why a call failed or waits, or a socket is in its state.",
    korean: "호출이 실패하거나 기다리는 까닭, 소켓이 그 상태인 까닭입니다.",
    manual: """
      The line why is the reason at the time of the failure. Everything else comes from live state: who has the port now, which
      state forbids the call, what the queues and buffers hold.
      With HANDLE it says what the state means, how the socket got there, what waits on it, and what the kernel will do next, and when.
      With --evidence a line seen for each thing that was read to say so: from where, what it said, and how long ago that was; and a
      line play that names a session in which a call fails in the same way.
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket b tcp = fd",
      "bind b {srv} = -1 EADDRINUSE", "why",
      "why srv", "why --evidence",
    ]
  ) { (arguments, _) throws(Diagnostic) in
    let words = try (0..<arguments.count).map { (index) throws(Diagnostic) in try arguments.text(index) }
    let names = words.indices.filter { words[$0] != evidence }
    if words.count - names.count > 1 || names.count > 1 {
      throw Diagnostic(
        "why takes one handle, and \(evidence)", at: arguments.span(words.count - 1), label: "not expected")
    }
    return .request(.why(names.first.map { words[$0] }, evidence: names.count < words.count))
  }

  private static let evidence = "--evidence"
}
