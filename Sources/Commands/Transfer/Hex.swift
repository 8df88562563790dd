import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

extension Command {
  static let hex = Command(
    name: "hex", group: .transfer, parameters: [.handle, .length],
    summary: "Show what is unread as hex, with offsets; it stays unread.",
    korean: "읽지 않은 데이터를 16진수로 봅니다. 데이터는 그대로 남습니다.",
    manual: """
      The call is recv with MSG_PEEK and MSG_DONTWAIT, for up to LENGTH bytes (65536) of a stream, or the next datagram: the data stay in
      the socket, and where there are none it fails with EAGAIN.
      """,
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"send a "GET /\r\n\r\n" = 9"#,
      #"hex a = 9 "GET /\r\n\r\n""#, #"recv a 64 = 9 "GET /\r\n\r\n""#, "hex a = -1 EAGAIN",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let length = try arguments.length(1, default: 65536, from: 1)
    let (descriptor, isStream, flags) = (target.descriptor, target.kind.isStream, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
    return .call(
      Invocation(
        Call("recv", .receives, .descriptor(descriptor), .buffer, .length(length), .flags(flags)), on: target,
        wait: table.waitToReceive(length, on: target, flags),
        notes: { _, answer in HexDump.lines(answer.received.data ?? []).map { "  " + $0 } }
      ) { $0.fill(length, isStream: isStream) { Glibc.recv(descriptor, $0, length, flags) } })
  }
}
