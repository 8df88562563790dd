import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let sendmmsg = Command(
    name: "sendmmsg", group: .transfer, parameters: [.handle, .messageParts],
    summary: "Send several messages, one for each DATA, with one call.",
    korean: "DATA마다 하나씩, 여러 메시지를 호출 한 번으로 보냅니다.",
    manual: """
      The result is how many messages were sent. Write to ADDRESS and control messages after the messages that they are for:
      sendmmsg a "1" "2" to {b} "3" to {c} sends 1 and 2 to b, and 3 to c.
      """,
    byHand: ["msgvec"],
    examples: [
      "socket srv udp = fd", "bind srv 127.0.0.1:0 = 0", "socket cli udp = fd",
      #"sendmmsg cli "one" "two" "three" to {srv} = 3"#,
      #"recvmmsg srv 3 64 = 3 "one" "two" "three" from {cli}"#,
    ],
    inC: CForm(.handle(0), .message(1), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let (messages, flags, name) = try arguments.messages(1, through: target, severally: true)
    guard name == nil else {
      throw Diagnostic(
        "sendmmsg takes no such address", at: arguments.span(arguments.count - 1),
        help: "sendmsg does; here msgvec:badptr is a pointer to no messages")
    }
    let descriptor = target.descriptor
    let pointer = try arguments.pointer(byHand: "msgvec")
    return .call(
      Invocation(
        Call(
          "sendmmsg", .sends, .descriptor(descriptor), pointer.map { .pointer($0) } ?? .messages(messages),
          .length(messages.count), .flags(flags)),
        on: target,
        wait: table.waitToSend(messages, on: target, flags),
        alsoAffects: table.receiver(of: messages.first, from: target),
        finish: { table, answer in table.noteSent(messages, answer) }
      ) { received in
        if let pointer {
          return Sockets.sendmmsg(descriptor, pointer.of(MessageHeader.self), messages.count, flags)
        }
        return received.takeLengths(messages) { Sockets.sendmmsg(descriptor, $0, messages.count, flags) }
      })
  }
}
