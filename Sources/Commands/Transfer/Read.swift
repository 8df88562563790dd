import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let read = Command(
    name: "read", group: .transfer, parameters: [.handle, .length],
    summary: "Read up to LENGTH bytes (4096), as from any descriptor.",
    korean: "어느 디스크립터에서든 LENGTH(4096)바이트까지 읽습니다.",
    manual: """
      On a socket it is recv without flags; it works on pipes as well, where recv fails with ENOTSOCK. 0 is the end of file: a
      pipe returns it when all its writing ends are closed.
      """,
    byHand: ["buf", "count"],
    examples: [
      "pipe out in = 0", #"write in "Hello Bob" = 9"#, #"read out 5 = 5 "Hello""#, #"read out = 4 " Bob""#,
      "recv out = -1 ENOTSOCK",
      "close in = 0", "read out = 0 EOF",
    ],
    inC: CForm(.handle(0), .number(2))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let buffer = try arguments.receiveBuffer(1, length: "count")
    let (descriptor, isStream) = (target.descriptor, target.kind.isStream)
    return .call(
      Invocation(
        Call("read", .receives, .descriptor(descriptor), buffer.argument, buffer.lengthArgument), on: target,
        wait: table.waitToReceive(buffer.length, on: target, 0),
        isTransfer: true, notes: table.zeroLengthNotes(target, capacity: buffer.length)
      ) { $0.fill(buffer, isStream: isStream) { Glibc.read(descriptor, $0, $1) } })
  }
}
