import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let send = Command(
    name: "send", group: .transfer, parameters: [.handle, .data, .flags],
    summary: "Send DATA to the other end.",
    korean: "DATA를 상대방에게 보냅니다.",
    manual: """
      The result is how many bytes the kernel took, not how many the other end has read. Waits while the send buffer is full.
      DATA is "text\\r\\n", hex:0d0a, @FILE, fill:8M or rep:3:"ab". FLAGS are constants such as MSG_DONTWAIT, joined with |.
      """,
    byHand: ["len"],
    outputs: signalGiven,
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"send a "안녕" = 6"#, #"recv a 64 = 6 "안녕""#,
    ],
    inC: CForm(.handle(0), .data(1), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let (target, data, flags) = try arguments.sending()
    let descriptor = target.descriptor
    return .call(
      Invocation(
        Call("send", .sends, .descriptor(descriptor), data.argument, data.lengthArgument, .flags(flags)), on: target,
        wait: .toSend(data.waiting, on: descriptor, flags), isTransfer: true, alsoAffects: table.receiver(of: target)
      ) { _ in data.passed(pinned: flags & Int32(MSG_ZEROCOPY) != 0) { Glibc.send(descriptor, $0, $1, flags) } }
    )
  }
}
