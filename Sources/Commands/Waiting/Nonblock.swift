import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let nonblock = Command(
    name: "nonblock", group: .waiting, parameters: [.handle, Parameter("MODE", .choice(["on", "off"]))],
    summary: "Let calls return EAGAIN in place of waiting, or wait again.",
    manual: """
      The flag O_NONBLOCK of the open socket. accept, recv and send then fail with EAGAIN where they would wait, and connect with
      EINPROGRESS while the handshake goes on by itself. An accepted socket does not inherit the flag on Linux.
      """,
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "nonblock a on = 0", "recv a 10 = -1 EAGAIN", "nonblock a off = 0",
      "recv a 10 & = blocks",
    ]
  ) { (words, table) throws(Diagnostic) in
    let id = try words.openHandle(0)
    let mode = try words.text(1)
    guard ["on", "off"].contains(mode) else { throw Diagnostic("\(mode) is no mode", at: words.span(1), label: "on or off") }
    let isOn = mode == "on"
    let descriptor = table[id].descriptor
    return .call(
      Invocation(
        Call("fcntl", .descriptor(descriptor), .symbol("F_SETFL"), .symbol(isOn ? "O_RDWR|O_NONBLOCK" : "O_RDWR")), on: id,
        finish: { table, answer in
          if !answer.failed { table.noteNonblocking(id, isOn) }
          return []
        },
        body: { _ in Int(Glibc.fcntl(descriptor, F_SETFL, isOn ? O_RDWR | O_NONBLOCK : O_RDWR)) }))
  }
}
