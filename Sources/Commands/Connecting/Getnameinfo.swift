import Glibc
import SessionLanguage
import Sockets
import Text

extension Command {
  static let getnameinfo = Command(
    name: "getnameinfo", group: .connecting, parameters: [.address, .flags(.nameFlags)],
    summary: "Find the names of an ADDRESS: its host and its service.",
    korean: "ADDRESS의 호스트 이름과 서비스 이름을 찾습니다.",
    manual: """
      A function of the C library, not a system call. FLAGS are NI_NUMERICHOST, NI_NUMERICSERV, NI_NAMEREQD, NI_NOFQDN and NI_DGRAM.
      Without NI_NUMERICHOST it may ask name servers for the host; no signal interrupts that: Ctrl-C moves it to the background. A
      session file may do so for 127.0.0.1 and ::1; other addresses need --allow network.
      """,
    outputs: "host and service",
    examples: [
      "getnameinfo 127.0.0.1:80 NI_NUMERICHOST|NI_NUMERICSERV = 0 127.0.0.1 80",
      "getnameinfo [::1]:80 NI_NUMERICHOST|NI_NUMERICSERV = 0 ::1",
      "getnameinfo 127.0.0.1:80 NI_NUMERICHOST|16384 = -1 EAI_BADFLAGS",
    ],
    inC: CForm(.address(0), .flags(6))
  ) { (arguments, table) throws(Diagnostic) in
    let address = try arguments.address(0, for: .ipv4)
    let flags = try arguments.flags(1, from: .nameFlags)
    let mayAsk = flags & NI_NUMERICHOST == 0
    if mayAsk, address.host != "127.0.0.1", address.host != "::1" {
      try table.permit(.askNameServer(about: address.host), at: arguments.span(0))
    }
    let call = Call(
      "getnameinfo", [.looksUp, .givesPort], .address(address), .filled("host"), .integer(Names.hostSize),
      .symbol("service"),
      .integer(Names.serviceSize),
      .symbol(ConstantTable.nameFlags.flags(flags)))
    return .call(
      Invocation(
        call, on: nil, wait: mayAsk || flags & NI_NUMERICSERV == 0 ? .uninterruptible : .never, isTransfer: true,
        outputs: { $1.received.words.map { Literal.visible($0) } }
      ) { received in
        address.withSockaddr { address, length in Int(received.name(address, length, flags)) }
      })
  }
}

/// Room for names, as <netdb.h> advises.
private enum Names {
  static let hostSize = 1025
  static let serviceSize = 32
}

extension Received {
  fileprivate mutating func name(_ address: UnsafePointer<sockaddr>, _ length: socklen_t, _ flags: Int32) -> Int32 {
    var host = [CChar](repeating: 0, count: Names.hostSize)
    var service = [CChar](repeating: 0, count: Names.serviceSize)
    let result = Glibc.getnameinfo(
      address, length, &host, socklen_t(host.count), &service, socklen_t(service.count), flags)
    guard result == 0 else { return result }
    let names = [host, service].map { String(untilNUL: $0) }
    details = .filled(inC: Literal.text(names[0].utf8), words: names)
    return 0
  }
}
