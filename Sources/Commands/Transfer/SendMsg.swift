import Glibc
import Handles
import SessionLanguage
import Sockets

extension Command {
  static let sendmsg = Command(
    name: "sendmsg", group: .transfer, parameters: [.handle, .messageParts],
    summary: "Send a message from several buffers, with control messages.",
    korean: "여러 버퍼의 데이터를 한 메시지로, 제어 메시지와 함께 보냅니다.",
    manual: """
      PART is DATA, to ADDRESS, CONTROL or FLAGS, in any order. Each DATA is a buffer of its own; the message is all of them together.
      CONTROL is a control message: SCM_RIGHTS:conn passes a descriptor (UNIX domain), SCM_CREDENTIALS says who sends,
      IP_TTL:5 or IPV6_HOPLIMIT:5 are for this datagram only; help control lists all. A stream needs a byte to carry them.
      """,
    byHand: messageMembers,
    examples: [
      "socket srv udp = fd", "bind srv 127.0.0.1:0 = 0", "setsockopt srv IP_RECVTTL on = 0", "socket cli udp = fd",
      #"sendmsg cli "he" "llo" to {srv} IP_TTL:5 = 5"#, #"recvmsg srv 64 = 5 "hello" IP_TTL:5 from {cli}"#,
    ],
    inC: CForm(.handle(0), .message(1), .flags(2))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let (messages, flags, name) = try arguments.messages(1, through: target, severally: false)
    let message = messages[0]
    let descriptor = target.descriptor
    var members = try arguments.messageByHand(
      vectors: message.buffers.count, control: message.control.reduce(0) { $0 + $1.space })
    members.name = members.name ?? name
    let byHand = members.isEmpty ? nil : members
    return .call(
      Invocation(
        Call(
          "sendmsg", .sends, .descriptor(descriptor), byHand?.argument(of: message) ?? .message(message),
          .flags(flags)), on: target,
        wait: byHand == nil ? table.waitToSend(messages, on: target, flags) : .unknown,
        alsoAffects: byHand == nil ? table.receiver(of: message, from: target) : nil,
        finish: { table, answer in byHand == nil ? table.noteSent(messages, answer) : [] }
      ) { _ in message.passed(byHand: byHand) { Glibc.sendmsg(descriptor, $0, flags) } })
  }
}

extension Arguments {
  /// The messages that the words from `index` on say, and flags. If `severally`, each DATA is a message of its own, and
  /// what follows it is for all since the last that had such words; otherwise all are one message.
  func messages(
    _ index: Int, through target: Target, severally: Bool
  ) throws(Diagnostic) -> (messages: [Message], flags: Int32, name: WrongPointer?) {
    var messages: [Message] = severally ? [] : [Message([])]
    var flags: Int32 = 0
    var name: WrongPointer?
    var first = 0
    var isGroupOver = false
    for word in try messageWords(index, through: target) {
      switch word {
      case .data(let data) where severally:
        if isGroupOver { first = messages.count }
        isGroupOver = false
        messages.append(Message([data]))
      case .data(let data): messages[0].buffers.append(data)
      case .flags(let more): flags |= more
      case .destination(let address):
        isGroupOver = true
        for place in messages.indices[first...] { messages[place].address = address }
      case .wrongDestination(let pointer): name = pointer
      case .control(let message):
        isGroupOver = true
        for place in messages.indices[first...] { messages[place].control.append(message) }
      }
    }
    if flags & Int32(MSG_OOB) != 0 { table.noteUrgentData(on: target.handle) }
    guard !messages.isEmpty else {
      throw .missing("DATA", at: span(index), example: #"sendmmsg a "one" "two""#)
    }
    if messages.contains(where: { $0.address == nil }) { try table.permitSending(on: target, at: span(0)) }
    return (messages, flags, name)
  }
}

extension HandleTable {
  /// Whoever receives a descriptor shares its socket. Makes no handle.
  func noteSent(_ messages: [Message], _ answer: Answer) -> [Handle] {
    if answer.failed { return [] }
    for descriptor in messages.flatMap(\.control).flatMap(\.descriptors) {
      if let handle = owner(of: descriptor) { recordShared(handle) }
    }
    return []
  }

  /// The handle that gets `message`, where no connection says so.
  func receiver(of message: Message?, from target: Target) -> Handle? {
    if let address = message?.address { return bound(to: address) }
    return receiver(of: target)
  }

  /// Until when sending `messages` may have to wait.
  func waitToSend(_ messages: [Message], on target: Target, _ flags: Int32) -> Wait {
    // A UNIX domain receiver's queue may be full, which poll does not report.
    let mayBeFull = target.kind.domain == .unix && messages.contains { $0.address != nil } || messages.count > 1
    let wait = Wait.toSend(messages.reduce(0) { $0 + $1.count }, on: target.descriptor, flags)
    return mayBeFull && wait != .never ? .unknown : wait
  }
}
