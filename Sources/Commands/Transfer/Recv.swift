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
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"send a "Hello Bob" = 9"#,
      #"recv a 5 = 5 "Hello""#,
      "recv a 5 MSG_DONTWAIT = -1 EAGAIN",
    ],
    inC: CForm(.handle(0), .number(2), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let id = try arguments.openHandle(0)
    let length = try arguments.length(1)
    let flags = try arguments.flags(2, from: .messageFlags)
    let (descriptor, isStream) = (id.descriptor, id.kind.mayEnd(flags))
    let isDiscarded = id.kind.discards(flags)
    // How long MSG_WAITALL may wait is another question each time.
    return .call(
      Invocation(
        Call("recv", .receives, .descriptor(descriptor), .buffer, .length(length), .flags(flags)), on: id,
        wait: table.waitToReceive(length, on: id, flags), isTransfer: flags & Int32(MSG_WAITALL) == 0,
        notes: table.zeroLengthNotes(id, room: length, flags)
      ) { $0.fill(length, isStream: isStream, isDiscarded: isDiscarded) { Glibc.recv(descriptor, $0, length, flags) } })
  }
}
