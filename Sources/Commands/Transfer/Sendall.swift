import Glibc
import SessionLanguage
import Sockets
import Text

extension Command {
  static let sendall = Command(
    name: "sendall", group: .transfer, parameters: [.handle, .data, .flags],
    summary: "Send DATA until the kernel has taken all of it.",
    korean: "커널이 모두 받아 갈 때까지 DATA를 보냅니다.",
    manual: """
      Calls send again and again: one call may take less than it was given, on a non-blocking socket or when a signal comes. When a
      call fails, the card says how much was sent until then.
      """,
    outputs: signalGiven,
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 1 = 0", "socket cli tcp = fd",
      "connect cli {srv} = 0",
      "accept srv conn = fd", #"sendall cli "Hello Bob" = 9"#, #"recv conn 64 = 9 "Hello Bob""#, "nonblock cli on = 0",
      "sendall cli fill:16M = -1 EAGAIN",
    ],
    inC: CForm(.handle(0), .data(1), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let (target, flags) = (try arguments.target(0), try arguments.flags(2, from: .messageFlags))
    let data = try arguments.data(1)
    try table.permitSending(on: target, at: arguments.span(0))
    let descriptor = target.descriptor
    let call = Call("sendall", .sends, .descriptor(descriptor), .bytes(data), .length(data.count), .flags(flags))
    return .call(
      .repeating(call, on: target, in: table, notes: { $1.sentBeforeFailure(of: data.count) }) { calls in
        var sent = 0
        repeat {
          let start = sent, rest = Argument.rest(data, from: start)
          let answer = calls.make(
            Call(
              "send", .sends, .descriptor(descriptor), start == 0 ? .bytes(data) : rest, .length(data.count - start),
              .flags(flags))
          ) { _ in
            data.withUnsafeBytes { bytes in
              let left = UnsafeRawBufferPointer(rebasing: bytes[start...])
              return Glibc.send(descriptor, left.baseAddress, left.count, flags)
            }
          }
          if answer.failed { return -1 }
          sent += answer.result
        } while sent < data.count
        return sent
      })
  }
}

extension Answer {
  /// How much went before a call failed.
  fileprivate func sentBeforeFailure(of count: Int) -> [String] {
    guard failed else { return [] }
    let sent = received.calls.reduce(0) { $0 + max(0, $1.answer?.result ?? 0) }
    return ["  \(sent) of \(Plural.bytes(count)) \(Plural.was(sent)) sent"]
  }
}
