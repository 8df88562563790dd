import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let socketpair = Command(
    name: "socketpair", group: .opening,
    parameters: [
      Parameter("NEW", .newHandle), Parameter("NEW2", .newHandle),
      Parameter("KIND", .kind, optional: true, repeats: true, completion: SocketArguments.completion(from: 3)),
    ],
    summary: "Make two sockets that are connected to each other.",
    korean: "서로 연결된 소켓 두 개를 만듭니다.",
    manual: """
      KIND is unix (the default), unix-dgram or unix-seqpacket, or three arguments as in C: AF_UNIX SOCK_STREAM 0.
      SOCK_NONBLOCK and SOCK_CLOEXEC come after it. Neither end has a name. On Linux only the family AF_UNIX has socket pairs.
      """,
    byHand: ["sv"],
    examples: [
      "socketpair a b = 0 [a ESTABLISHED, b ESTABLISHED]", #"send a "over" = 4"#, #"recv b 64 = 4 "over""#,
      "close a = 0",
      "recv b 64 = 0 EOF", "socketpair c d unix-dgram SOCK_NONBLOCK = 0", "recv d 64 = -1 EAGAIN",
    ],
    inC: CForm(.newPair(3, first: "sv0", second: "sv1"), .constant(0), .constant(1), .constant(2))
  ) { (arguments, table) throws(Diagnostic) in
    let names = try arguments.pairOfNames(0)
    let isPlain = arguments.count == 2 ? true : arguments.count == 3 ? try arguments.text(2).hasPrefix("SOCK_") : false
    let (kind, flags) =
      isPlain
      ? (SocketKind.stream, try arguments.flags(2, from: .socketFlags)) : try SocketArguments.kind(arguments, from: 2)
    try table.permitOpening(kind, at: arguments.span(2))
    let pointer = try arguments.pointer(byHand: "sv")
    let (domain, type, transport) = (kind.domain, kind.type, kind.transport)
    return .call(
      Invocation(
        Call(
          "socketpair", .symbol(domain.symbol), .type(type, flags), .symbol(transport.symbol(in: domain)),
          pointer.map { .pointer($0) } ?? .descriptorPairOut), on: nil,
        finish: { table, answer in
          guard case .descriptors(let made)? = answer.received.details else { return [] }
          return zip(names, made).map { table.add($0, kind, descriptor: $1, flags: flags) }
        },
        body: { received in
          if let pointer {
            return Int(
              Glibc.socketpair(domain.rawValue, type.rawValue | flags, transport.rawValue, pointer.of(Int32.self)))
          }
          return received.takePair {
            Int(Glibc.socketpair(domain.rawValue, type.rawValue | flags, transport.rawValue, $0))
          }
        }))
  }
}

extension SocketKind {
  fileprivate static let stream = SocketKind(domain: .unix, type: .stream, transport: .none)
}
