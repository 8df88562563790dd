import SessionLanguage
import Sockets

extension Command {
  static let reset = Command(
    name: "reset", group: .opening, parameters: [.handle],
    summary: "Close with RST instead of FIN.",
    korean: "FIN 대신 RST로 닫습니다.",
    manual: """
      Two calls: setsockopt(SO_LINGER) with a linger time of 0, then close. The kernel keeps nothing of the socket. On TCP the
      other end reads what it has already received, and then fails with ECONNRESET.
      """,
    examples: ["socket a tcp = fd", "reset a = 0 [a CLOSED]"]
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    if let handle = target.handle { table.recordIdentity(handle) }
    // struct linger {1, 0}
    let value = PassedOption(pointer: nil, bytes: [1, 0, 0, 0, 0, 0, 0, 0], length: nil)
    let linger = Invocation.setting(.linger, to: value, on: target)
    return .calls([linger, .close(target)])
  }
}
