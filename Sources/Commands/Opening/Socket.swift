import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let socket = Command(
    name: "socket", group: .opening,
    parameters: [
      Parameter("NEW", .newHandle, optional: true, completion: SocketArguments.completion(from: 1)),
      Parameter("KIND", .kind, repeats: true, completion: SocketArguments.completion(from: 1)),
    ],
    summary: "Make a socket and call it NEW.",
    korean: "소켓을 만들고 NEW라는 이름을 붙입니다.",
    manual: """
      KIND is tcp, udp, tcp6, udp6, unix or another kind that help kinds lists, or the three arguments as in C: AF_INET SOCK_STREAM 0.
      SOCK_NONBLOCK and SOCK_CLOEXEC come after the kind, or joined to the type as in C: SOCK_STREAM|SOCK_NONBLOCK.
      Without NEW the socket is called s1, s2 and so on. An AF_INET6 socket also takes IPv4 clients (dual stack), unless
      net.ipv6.bindv6only is set. Raw and packet sockets need the capability CAP_NET_RAW, which root has; without it the call fails
      with EPERM. In a session file, raw, packet and netlink sockets need
      --allow network, and so do numbers that have no name here.
      """,
    examples: [
      "socket srv tcp = fd [srv CLOSED]", "socket raw AF_INET SOCK_DGRAM 0 = fd", "socket udp6 = fd",
      "socket seq unix-seqpacket = fd",
      "socket fast tcp SOCK_NONBLOCK|SOCK_CLOEXEC = fd",
    ],
    inC: CForm(.new, .constant(0), .constant(1), .constant(2))
  ) { (arguments, table) throws(Diagnostic) in
    let (name, first) = try SocketArguments.name(arguments)
    let (kind, flags) = try SocketArguments.kind(arguments, from: first)
    try table.permitOpening(kind, at: arguments.span(first))
    let opening = OpenedHandle(name: name, kind: kind, flags: flags)
    return .call(arguments.cachedInvocation { $0.opens == opening } ?? .opening(opening))
  }
}

extension Invocation {
  /// socket(2).
  fileprivate static func opening(_ opening: OpenedHandle) -> Invocation {
    let (domain, type, transport, flags) = (
      opening.kind.domain, opening.kind.type, opening.kind.transport, opening.flags
    )
    return Invocation(
      Call("socket", .opens, .symbol(domain.symbol), .type(type, flags), .symbol(transport.symbol(in: domain))),
      on: nil,
      opens: opening
    ) { _ in Int(Glibc.socket(domain.rawValue, type.rawValue | flags, transport.rawValue)) }
  }
}

extension Argument {
  /// A type of socket(2) with the flags joined to it.
  static func type(_ type: Kind, _ flags: Int32) -> Argument {
    .symbol(type.symbol + (flags == 0 ? "" : "|" + ConstantTable.socketFlags.flags(flags)))
  }
}
