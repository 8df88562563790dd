import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let recvfrom = Command(
    name: "recvfrom", group: .transfer, parameters: [.handle, .length, .flags],
    summary: "Receive up to LENGTH bytes (4096) and the sender's address.",
    korean: "LENGTH(4096)바이트까지 받고, 보낸 쪽의 주소도 알아냅니다.",
    manual: "Like recv; the sender's address is shown, and a session can check it: = 5 \"time?\" from {cli}.",
    byHand: ["buf", "len", "src_addr", "addrlen"],
    examples: [
      "socket srv udp = fd", "bind srv 127.0.0.1:0 = 0", "socket cli udp = fd", #"sendto cli "time?" {srv} = 5"#,
      #"recvfrom srv 64 = 5 "time?" from {cli}"#,
    ],
    inC: CForm(.handle(0), .number(2), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let buffer = try arguments.receiveBuffer(1, length: "len")
    let flags = try arguments.flags(2, from: .messageFlags)
    let (descriptor, isStream) = (target.descriptor, target.kind.mayEnd(flags))
    let isDiscarded = target.kind.discards(flags)
    let addressBuffer = try arguments.addressBuffer("src_addr")
    return .call(
      Invocation(
        Call(
          "recvfrom", .receives, .descriptor(descriptor), buffer.argument, buffer.lengthArgument, .flags(flags),
          .addressOut(in: addressBuffer)),
        on: target,
        wait: table.waitToReceive(buffer.length, on: target, flags), isTransfer: target.kind.type == .datagram,
        notes: table.zeroLengthNotes(target, capacity: buffer.length, flags)
      ) { received in
        var data = Received()
        let result = received.takeAddress(in: addressBuffer) { address, size in
          data.fill(buffer, isStream: isStream, isDiscarded: isDiscarded) {
            Glibc.recvfrom(descriptor, $0, $1, flags, address, size)
          }
        }
        received.data = data.data
        received.isEndOfFile = data.isEndOfFile
        return result
      })
  }
}
