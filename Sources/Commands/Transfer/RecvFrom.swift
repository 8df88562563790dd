import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let recvfrom = Command(
    name: "recvfrom", group: .transfer, parameters: [.handle, .length, .flags],
    summary: "Receive up to LENGTH bytes (4096) and the sender's address.",
    korean: "LENGTH(4096)바이트까지 받고, 보낸 쪽의 주소도 알아냅니다.",
    manual: "Like recv; the sender's address is shown, and a session can check it: = 5 \"time?\" from {cli}.",
    examples: [
      "socket srv udp = fd", "bind srv 127.0.0.1:0 = 0", "socket cli udp = fd", #"sendto cli "time?" {srv} = 5"#,
      #"recvfrom srv 64 = 5 "time?" from {cli}"#,
    ],
    inC: CForm(.handle(0), .number(2), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let id = try arguments.openHandle(0)
    let length = try arguments.length(1)
    let flags = try arguments.flags(2, from: .messageFlags)
    let (descriptor, isStream) = (id.descriptor, id.kind.mayEnd(flags))
    let isDiscarded = id.kind.discards(flags)
    return .call(
      Invocation(
        Call("recvfrom", .receives, .descriptor(descriptor), .buffer, .length(length), .flags(flags), .addressOut),
        on: id,
        wait: table.waitToReceive(length, on: id, flags), isTransfer: id.kind.type == .datagram,
        notes: table.zeroLengthNotes(id, room: length, flags)
      ) { received in
        var data = Received()
        let result = received.takeAddress { address, size in
          data.fill(length, isStream: isStream, isDiscarded: isDiscarded) {
            Glibc.recvfrom(descriptor, $0, length, flags, address, size)
          }
        }
        received.data = data.data
        received.isEndOfFile = data.isEndOfFile
        return result
      })
  }
}
