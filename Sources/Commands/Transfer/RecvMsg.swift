import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let recvmsg = Command(
    name: "recvmsg", group: .transfer, parameters: [.handle, .messageOut],
    summary: "Receive a message, with its address and control messages.",
    korean: "메시지를 주소, 제어 메시지와 함께 받습니다.",
    manual: """
      BUFFER is the LENGTH of a buffer (4096), or of several, and control:SIZE, SCM_RIGHTS:NEW,NEW or FLAGS, in any order.
      control:SIZE is the size of the buffer for control messages (1024); control:0 is none. If they do not fit, MSG_CTRUNC comes back.
      Received descriptors are new handles; SCM_RIGHTS:got,got2 names them, otherwise they are s1, s2 … .
      With MSG_ERRQUEUE it receives an error that the socket has kept: IP_RECVERR describes it.
      """,
    byHand: messageMembers,
    outputs: """
      what came besides: a word for each control message, such as IP_TTL:64 or SCM_RIGHTS:got (help control), and msg_flags:FLAGS \
      if there are any, such as msg_flags:MSG_TRUNC.
      """,
    examples: [
      "socket a unix-dgram = fd", "bind a unix: = 0", "socket b unix-dgram = fd",
      #"sendmsg b "take it" to {a} SCM_RIGHTS:b = 7"#,
      #"recvmsg a 64 SCM_RIGHTS:got = 7 "take it" SCM_RIGHTS:got"#, #"sendto got "hello" {a} = 5"#,
      #"recvmsg a 2 = 2 "he" msg_flags:MSG_TRUNC"#,
    ],
    inC: CForm(.handle(0), .messageOut(1), .flags(2))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let asked = try ReceiveBufferArguments(arguments, from: 1)
    let (descriptor, kind, buffer, flags) = (target.descriptor, target.kind, asked.buffer, asked.flags)
    let (isStream, isDiscarded) = (kind.mayEnd(flags), kind.discards(flags))
    let members = try arguments.messageByHand(vectors: buffer.lengths.count, control: buffer.control)
    let byHand = members.isEmpty ? nil : members
    return .call(
      Invocation(
        Call(
          "recvmsg", .receives, .descriptor(descriptor), byHand?.argument(of: buffer) ?? .messageOut(buffer),
          .flags(flags)), on: target,
        wait: table.waitToReceive(buffer.count, on: target, flags), jobName: asked.names.first,
        reserves: asked.names + asked.processes,
        finish: { asked.take($1, into: $0) },
        outputs: { table, answer in answer.received.messages.flatMap { table.words(of: $0) } },
        notes: table.zeroLengthNotes(target, capacity: buffer.count, flags)
      ) { received in
        received.takeMessage(buffer, isStream: isStream, isDiscarded: isDiscarded, byHand: byHand) {
          Glibc.recvmsg(descriptor, $0, flags)
        }
      })
  }
}
