import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let recvmsg = Command(
    name: "recvmsg", group: .transfer, parameters: [.handle, .messageRoom],
    summary: "Receive a message, with its address and control messages.",
    manual: """
      ROOM is the LENGTH of a buffer (4096), or of several, and control:SIZE, SCM_RIGHTS:NEW,NEW or FLAGS, in any order.
      control:SIZE is the room for control messages (1024); control:0 asks for none. Where they do not fit, MSG_CTRUNC comes back.
      Descriptors that come are new handles; SCM_RIGHTS:got,got2 names them, otherwise they are s1, s2 … .
      With MSG_ERRQUEUE, what comes is an error that the socket has kept: IP_RECVERR tells it.
      """,
    gives: """
      what came besides: a word for each control message, such as IP_TTL:64 or SCM_RIGHTS:got (help control), and msg_flags:FLAGS \
      if there are any, such as msg_flags:MSG_TRUNC.
      """,
    examples: [
      "socket a unix-dgram = fd", "bind a unix:@sockplay-help = 0", "socket b unix-dgram = fd",
      #"sendmsg b "take it" to {a} SCM_RIGHTS:b = 7"#,
      #"recvmsg a 64 SCM_RIGHTS:got = 7 "take it" SCM_RIGHTS:got"#, #"sendto got "hello" {a} = 5"#,
      #"recvmsg a 2 = 2 "he" msg_flags:MSG_TRUNC"#,
    ]
  ) { (words, table) throws(Diagnostic) in
    let id = try words.openHandle(0)
    let asked = try RoomWords(words, from: 1)
    let (descriptor, kind, room, flags) = (table[id].descriptor, table[id].kind, asked.room, asked.flags)
    let (isStream, isDiscarded) = (kind.mayEnd(flags), kind.discards(flags))
    return .call(
      Invocation(
        Call("recvmsg", .descriptor(descriptor), .messageRoom(room), .flags(flags)), on: id,
        wait: table.waitToReceive(room.count, on: id, flags), makes: asked.names.first, promises: asked.names + asked.processes,
        finish: { asked.take($1, into: $0) },
        gives: { table, answer in answer.received.messages.flatMap { table.words(of: $0) } },
        notes: table.notesOnNothing(id, room: room.count, flags)
      ) { $0.takeMessage(room, isStream: isStream, isDiscarded: isDiscarded) { Glibc.recvmsg(descriptor, $0, flags) } })
  }
}

extension Parameter {
  /// What `recvmsg` and `recvmmsg` take: lengths, room for control messages, names and flags, in any order.
  static let messageRoom = Parameter("ROOM", .messageRoom, optional: true, repeats: true)
}

extension SocketKind {
  /// Whether receiving nothing with FLAGS means the end of a stream. The error queue is no stream.
  func mayEnd(_ flags: Int32) -> Bool { type == .stream && flags & Int32(MSG_ERRQUEUE) == 0 }

  /// Whether the kernel throws the data away in place of writing them: MSG_TRUNC means that on TCP. See `tcp(7)`.
  func discards(_ flags: Int32) -> Bool { isTCP && flags & (Int32(MSG_TRUNC) | Int32(MSG_ERRQUEUE)) == Int32(MSG_TRUNC) }
}

extension Table {
  /// Until when receiving LENGTH bytes may have to wait.
  func waitToReceive(_ length: Int, on id: HandleID, _ flags: Int32) -> Wait {
    let descriptor = self[id].descriptor
    if flags & Int32(MSG_ERRQUEUE) != 0 { return .never }
    // MSG_WAITALL waits for all of a stream's bytes, which poll does not count.
    let waitsForAll = flags & Int32(MSG_WAITALL) != 0 && self[id].kind.type == .stream
    if waitsForAll, kernel.observe(descriptor, self[id].kind).unread >= length { return .until(descriptor, events: Int16(POLLIN)) }
    return .toReceive(on: descriptor, waitsForAll ? flags : flags & ~Int32(MSG_WAITALL))
  }
}
