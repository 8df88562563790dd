import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let signalfd = Command(
    name: "signalfd", group: .opening,
    parameters: [
      Parameter("NEW", .newHandle), Parameter("SIGNALS", .flags(.signals)), .flags(.signalfdFlags),
    ],
    summary: "Make a descriptor from which signals are read.",
    korean: "시그널을 읽는 디스크립터를 만듭니다.",
    manual: """
      SIGNALS are names such as SIGTERM|SIGHUP. Only signals that a program has blocked can be read from it, as structures of 128
      bytes; sockplay blocks none, so nothing comes.
      """,
    examples: ["signalfd s SIGTERM|SIGHUP = fd [s OPEN]", "poll s 0 = 0", "accept s x = -1 ENOTSOCK"],
    inC: CForm(.new, .signals(1), .flags(2))
  ) { (arguments, table) throws(Diagnostic) in
    let name = try arguments.newName(0)
    let signals = try arguments.flags(1, from: .signals)
    let flags = try arguments.flags(2, from: .signalfdFlags)
    let mask = SignalMask(UInt32(bitPattern: signals))
    return .call(
      Invocation(
        Call("signalfd", .opens, .integer(-1), .symbol(mask.inC), .flags(flags, of: .signalfdFlags)), on: nil,
        opens: OpenedHandle(name: name, kind: .signalfd)
      ) { _ in Int(sockplay_new_signalfd(mask.bits, flags)) })
  }
}
