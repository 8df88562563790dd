import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let sockatmark = Command(
    name: "sockatmark", group: .transfer, parameters: [.handle],
    summary: "Say whether the next byte is where urgent data were.",
    korean: "다음 바이트가 긴급 데이터의 자리인지 알아봅니다.",
    manual: """
      1 at the mark, 0 elsewhere. send with MSG_OOB makes its last byte urgent. The receiver takes that byte on its own with
      recv MSG_OOB, from anywhere in the stream, or finds it in its place once SO_OOBINLINE is on. No recv reads across
      the mark. The C library asks with ioctl(SIOCATMARK).
      """,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 1 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "accept srv conn = fd", #"send cli "ab!" MSG_OOB = 3"#, "sockatmark conn = 0", #"recv conn 64 = 2 "ab""#,
      "sockatmark conn = 1",
      #"recv conn 1 MSG_OOB = 1 "!""#,
    ],
    inC: CForm(.handle(0))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let descriptor = target.descriptor
    return .call(
      Invocation(Call("sockatmark", .descriptor(descriptor)), on: target) { _ in Int(Glibc.sockatmark(descriptor)) })
  }
}
