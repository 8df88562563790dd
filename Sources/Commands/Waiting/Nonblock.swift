import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let nonblock = Command(
    name: "nonblock", group: .waiting, parameters: [.handle, Parameter("MODE", .choice(OnOff.words))],
    summary: "Make calls return EAGAIN instead of waiting, or wait again.",
    korean: "호출이 기다리는 대신 EAGAIN으로 실패하게 하거나, 되돌립니다.",
    manual: """
      Two calls: fcntl(F_GETFL) reads the flags of the open socket, and fcntl(F_SETFL) sets them with or without O_NONBLOCK, so that
      the other flags stay as they are. accept, recv and send then fail with EAGAIN where they would wait, and connect with
      EINPROGRESS while the handshake goes on by itself. On Linux an accepted socket does not inherit the flag.
      """,
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "nonblock a on = 0", "recv a 10 = -1 EAGAIN", "nonblock a off = 0",
      "recv a 10 & = blocks",
    ]
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let mode = try arguments.text(1)
    guard OnOff.words.contains(mode) else {
      throw .invalid("mode", mode, at: arguments.span(1), label: "on or off")
    }
    let isOn = mode == "on"
    let descriptor = target.descriptor, kernel = table.kernel
    return .call(
      Invocation(
        .statusFlags(of: descriptor), on: target,
        finish: { table, answer in
          if !answer.failed, let handle = target.handle { table.recordNonblocking(handle, isOn) }
          return []
        },
        body: { $0.make(with: kernel) { $0.setNonblocking(isOn, descriptor) } }))
  }
}

extension CallSequence {
  fileprivate mutating func setNonblocking(_ isOn: Bool, _ descriptor: Int32) -> Answer {
    let read = statusFlags(of: descriptor)
    guard !read.failed else { return read }
    let others = Int32(truncatingIfNeeded: read.result) & ~O_NONBLOCK
    let flags = isOn ? others | O_NONBLOCK : others
    return make(
      Call("fcntl", .descriptor(descriptor), .symbol("F_SETFL"), .symbol(DescriptorCommand.statusText(flags)))
    ) { _ in
      Int(fcntl(descriptor, F_SETFL, flags))
    }
  }
}
