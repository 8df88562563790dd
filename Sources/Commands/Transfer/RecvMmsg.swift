import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let recvmmsg = Command(
    name: "recvmmsg", group: .transfer, parameters: [.handle, Parameter("COUNT", .integer), .messageOut],
    summary: "Receive up to COUNT messages with one call.",
    korean: "호출 한 번으로 메시지를 COUNT개까지 받습니다.",
    manual: """
      Waits until COUNT messages have come; with MSG_WAITFORONE, until one has, and then takes what is there. timeout:200ms is the
      call's last argument; the kernel looks at it only when a message comes, see recvmmsg(2). The rest is as in recvmsg.
      A session expects the data of the messages one after the other: = 2 "one" "two".
      """,
    byHand: ["msgvec", "tv_sec", "tv_nsec"],
    outputs:
      "what recvmsg gives, with the number of the message before it: 1.IP_TTL:64, 2.msg_flags:MSG_TRUNC; and 1.from:HANDLE.",
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"sendmmsg a "one" "two" = 2"#,
      #"recvmmsg a 5 64 MSG_WAITFORONE = 2 "one" "two" 2.from:a"#, "recvmmsg a 5 64 MSG_DONTWAIT = -1 EAGAIN",
    ],
    inC: CForm(.handle(0), .number(2), .messageOut(1), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let count = try arguments.integer(1, default: 1, in: 1...1024)
    let asked = try ReceiveBufferArguments(arguments, from: 2)
    let (descriptor, buffer, flags, timeout) = (target.descriptor, asked.buffer, asked.flags, asked.timeout)
    try arguments.checkBuffers(max(buffer.count, asked.control) * count, 1)
    let isDiscarded = target.kind.discards(flags)
    let pointer = try arguments.pointer(byHand: "msgvec")
    let members = try arguments.timeByHand("timeout", "tv_nsec")
    let time = asked.timePointer.map { TimeByHand($0) } ?? members
    return .call(
      Invocation(
        Call(
          "recvmmsg", [.receives, .receivesSeveral], .descriptor(descriptor),
          pointer.map { .pointer($0) } ?? .messagesOut(buffer, count: count), .length(count), .flags(flags),
          time?.argument ?? .timespec(timeout)),
        on: target, wait: table.waitToReceive(several: count, on: target, flags), jobName: asked.names.first,
        reserves: asked.names + asked.processes, finish: { asked.take($1, into: $0) },
        outputs: { $0.words(of: $1.received.messages) }
      ) { received in
        let receive = { (headers: MessageHeaders?) in
          time.map { $0.passed { Sockets.recvmmsg(descriptor, headers, count, flags, byHand: $0) } }
            ?? Sockets.recvmmsg(descriptor, headers, count, flags, timeout: timeout)
        }
        if let pointer { return receive(pointer.of(MessageHeader.self)) }
        return received.takeMessages(buffer, count: count, isDiscarded: isDiscarded) { receive($0) }
      })
  }
}

extension Argument {
  /// A `struct timespec` of `milliseconds`, or none.
  fileprivate static func timespec(_ milliseconds: Int?) -> Argument {
    .symbol(milliseconds.map { "{tv_sec=\($0 / 1000), tv_nsec=\($0 % 1000 * 1_000_000)}" } ?? "NULL")
  }
}

extension HandleTable {
  /// Until when receiving `count` messages may have to wait: for the first, or for all.
  fileprivate func waitToReceive(several count: Int, on target: Target, _ flags: Int32) -> Wait {
    let one = waitToReceive(1, on: target, flags)
    return one == .never || count == 1 || flags & Int32(MSG_WAITFORONE) != 0 ? one : .unknown
  }

  /// The words that `messages` give, each with its message's number.
  fileprivate func words(of messages: [ReceivedMessage]) -> [String] {
    messages.enumerated().flatMap { index, message in
      let sender = message.address.flatMap { $0.isUnnamed ? nil : self.sender(at: $0)?.name ?? "\($0)" }
      return ((sender.map { ["from:\($0)"] } ?? []) + words(of: message)).map { "\(index + 1).\($0)" }
    }
  }
}
