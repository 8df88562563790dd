import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let send = Command(
    name: "send", group: .transfer, parameters: [.handle, .data, .flags],
    summary: "Send DATA to the other end.",
    manual: """
      The result is how many bytes the kernel took: they are on their way, not yet read. Waits while the send buffer is full.
      DATA is "text\\r\\n", hex:0d0a, @FILE, fill:8M or rep:3:"ab". FLAGS are constants such as MSG_DONTWAIT, joined with |.
      """,
    gives: signalGiven,
    examples: ["socket a udp = fd", "bind a 127.0.0.1:0 = 0", "connect a {a} = 0", #"send a "안녕" = 6"#, #"recv a 64 = 6 "안녕""#]
  ) { (words, table) throws(Diagnostic) in
    let (id, data, flags) = try words.sending()
    let descriptor = table[id].descriptor
    return .call(
      Invocation(
        Call("send", .descriptor(descriptor), .bytes(data), .integer(data.count), .flags(flags)), on: id,
        wait: .toSend(data.count, on: descriptor, flags), isTransfer: true, bystander: table.receiver(of: id)
      ) { _ in data.passed(pinned: flags & Int32(MSG_ZEROCOPY) != 0) { Glibc.send(descriptor, $0, data.count, flags) } })
  }
}

extension Words {
  /// HANDLE, DATA and FLAGS of a call that sends to the other end, if it may.
  func sending() throws(Diagnostic) -> (id: HandleID, data: [UInt8], flags: Int32) {
    let id = try openHandle(0)
    let data = try data(1)
    let flags = try flags(2, from: .messageFlags)
    try table.permitSending(on: id, at: span(0))
    return (id, data, flags)
  }
}

extension Argument {
  /// Message flags.
  static func flags(_ flags: Int32) -> Argument {
    flags == 0 ? .integer(0) : .symbol(ConstantTable.messageFlags.flags(flags))
  }
}

extension Wait {
  /// Bytes that a socket takes without waiting once poll(2) calls it writable: well below the third of the
  /// smallest send buffer that must be free for that, see socket(7).
  private static let smallSend = 1024

  /// Until when sending COUNT bytes may have to wait.
  static func toSend(_ count: Int, on descriptor: Int32, _ flags: Int32) -> Wait {
    if flags & Int32(MSG_DONTWAIT) != 0 { return .never }
    // MSG_FASTOPEN connects as well.
    if flags & Int32(MSG_FASTOPEN) != 0 { return .unknown }
    return count <= smallSend ? .until(descriptor, events: Int16(POLLOUT)) : .unknown
  }

  /// Until when receiving may have to wait.
  static func toReceive(on descriptor: Int32, _ flags: Int32) -> Wait {
    if flags & Int32(MSG_DONTWAIT) != 0 { return .never }
    return flags & Int32(MSG_WAITALL) != 0 ? .unknown : .until(descriptor, events: Int16(POLLIN))
  }
}

extension Table {
  /// Refuses to send on a connection with another machine where that is not allowed.
  func permitSending(on id: HandleID, at span: Span) throws(Diagnostic) {
    guard !permissions.contains(.network) else { return }
    guard let peer = self[id].naming.peer else { return try permitSendingUnseen(on: self[id], at: span) }
    if case .unix = peer { return }
    try permitReaching(peer, from: id, at: span)
  }
}
