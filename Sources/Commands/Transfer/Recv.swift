import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let recv = Command(
    name: "recv", group: .transfer, parameters: [.handle, .length, .flags],
    summary: "Receive up to LENGTH bytes (4096).",
    korean: "LENGTH(4096)바이트까지 받습니다.",
    manual: """
      Waits until there are data. On a stream it returns whatever has arrived, however it was sent; 0 is the end of file: the
      other end has closed, or has shut down its sending side. A datagram is returned whole; what is longer than LENGTH is lost.
      """,
    byHand: ["buf", "len"],
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"send a "Hello Bob" = 9"#,
      #"recv a 5 = 5 "Hello""#,
      "recv a 5 MSG_DONTWAIT = -1 EAGAIN",
    ],
    inC: CForm(.handle(0), .number(2), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let buffer = try arguments.receiveBuffer(1, length: "len")
    let flags = try arguments.flags(2, from: .messageFlags)
    let (descriptor, isStream) = (target.descriptor, target.kind.mayEnd(flags))
    let isDiscarded = target.kind.discards(flags)
    // How long MSG_WAITALL may wait is another question each time.
    return .call(
      Invocation(
        Call("recv", .receives, .descriptor(descriptor), buffer.argument, buffer.lengthArgument, .flags(flags)),
        on: target,
        wait: table.waitToReceive(buffer.length, on: target, flags), isTransfer: flags & Int32(MSG_WAITALL) == 0,
        notes: table.zeroLengthNotes(target, capacity: buffer.length, flags)
      ) { $0.fill(buffer, isStream: isStream, isDiscarded: isDiscarded) { Glibc.recv(descriptor, $0, $1, flags) } })
  }
}
