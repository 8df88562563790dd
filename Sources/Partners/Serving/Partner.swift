/// A server to practise with. It runs as a process of its own, so that a session's sockets have somebody to talk to.
package struct Partner: Sendable {
  /// What one types, such as `echo`.
  package let kind: String
  /// One sentence.
  package let summary: String
  /// The same sentence in Korean.
  package let korean: String
  /// The word that it needs besides its address.
  package let argument: Argument?
  package let transport: Transport
  /// Session lines that hold when its address is in the variable `srv`; they are played as tests.
  package let examples: [String]
  let serve: @Sendable (Server) -> Void

  package enum Transport: Sendable { case tcp, udp }

  /// The word after the kind.
  package enum Argument: String, Sendable {
    /// A folder of files.
    case folder = "DIR"
    /// The address of another server.
    case address = "TO"
  }

  init(
    _ kind: String, _ summary: String, korean: String, argument: Argument? = nil, transport: Transport = .tcp,
    examples: [String],
    serve: @escaping @Sendable (Server) -> Void
  ) {
    (self.kind, self.summary, self.korean, self.examples) = (kind, summary, korean, examples)
    (self.argument, self.transport, self.serve) = (argument, transport, serve)
  }

  /// All of them, those of the lessons first.
  package static let all: [Partner] = [
    echo, echoThreads, chat, time, timeUDP, login, http, forward, discard, chargen,
    silent, refuse, slow, halfClose, greeter, truncate, flood, stuck, mystery,
  ]

  package static func named(_ kind: String) -> Partner? { all.first { $0.kind == kind } }
}

extension Partner: Equatable {
  package static func == (one: Self, other: Self) -> Bool { one.kind == other.kind }
}
