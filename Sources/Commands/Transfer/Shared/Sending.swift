import Glibc
import Handles
import SessionLanguage
import Sockets

// What the sending calls have in common.

extension Command {
  /// What the calls give that can raise SIGPIPE.
  static let signalGiven = "SIGPIPE, when the signal came with the call, see: help signal"
}

extension Arguments {
  /// The handle, data and flags of a call that sends to the other end, if it may.
  func sending() throws(Diagnostic) -> (target: Target, data: PassedBytes, flags: Int32) {
    let target = try target(0)
    let data = try passedBytes(1, length: "len")
    try refuseAddress(2)
    let flags = try flags(2, from: .messageFlags)
    try table.permitSending(on: target, at: span(0))
    if flags & Int32(MSG_OOB) != 0 { table.noteUrgentData(on: target.handle) }
    return (target, data, flags)
  }
}

extension Arguments {
  /// Refuses an address after the data of send, which takes none.
  private func refuseAddress(_ index: Int) throws(Diagnostic) {
    guard index < count, plain(index)?.contains(":") != false else { return }
    let text = try self.text(index)
    guard text.contains(":") else { return }
    let bytes = try data(index - 1), handle = try self.text(0)
    let shown = plain(index - 1) ?? (bytes.count > Self.mostShown ? "DATA" : Literal.text(bytes))
    let address = line.words[index + 1].references.first.map { "{\($0.written)}" }
    throw .noAddress("send", at: span(index), "\(handle) \(shown) \(address ?? text)")
  }

  /// How many bytes an error repeats.
  private static let mostShown = 64
}

extension Diagnostic {
  /// The error for an address after the data of `command`.
  /// - Parameter words: Those of the sendto that is meant.
  static func noAddress(_ command: String, at span: Span, _ words: String, rest: String = "") -> Diagnostic {
    Diagnostic("\(command) takes no address", at: span, help: "for an address: sendto \(words)\(rest)")
  }
}

extension Argument {
  /// Flags of `table`.
  static func flags(_ flags: Int32, of table: ConstantTable = .messageFlags) -> Argument {
    flags == 0 ? .integer(0) : .symbol(table.flags(flags))
  }
}

extension Wait {
  /// Bytes that a socket takes without waiting once poll(2) calls it writable: well below the third of the
  /// smallest send buffer that must be free for that, see socket(7).
  private static let smallSend = 1024

  /// Until when sending `count` bytes may have to wait.
  static func toSend(_ count: Int, on descriptor: Int32, _ flags: Int32) -> Wait {
    if flags & Int32(MSG_DONTWAIT) != 0 { return .never }
    // MSG_FASTOPEN connects as well.
    if flags & Int32(MSG_FASTOPEN) != 0 { return .unknown }
    return count <= smallSend ? .until(descriptor, events: Int16(POLLOUT)) : .unknown
  }

  /// What write and writev may have to wait for.
  /// - Parameter count: The length that the kernel is given, which may be another than that of `bytes`.
  static func toWrite(_ bytes: [UInt8], _ count: Int, on target: Target) -> Wait {
    // poll(2) calls an eventfd writable while 1 can be added to its counter; a larger number may have to wait.
    if target.kind == .eventfd, bytes.count >= 8, eventfdValue(bytes) > 1 { return .unknown }
    return toSend(count, on: target.descriptor, 0)
  }

  private static func eventfdValue(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
  }
}

extension HandleTable {
  /// Refuses to send on a connection with another machine where that is not allowed.
  func permitSending(on handle: Handle, at span: Span) throws(Diagnostic) {
    if grants(.network) { return }
    guard let peer = handle.endpoints.peer else { return try permitSendingUnseen(on: handle, at: span) }
    if case .unix = peer { return }
    try permitReaching(peer, from: handle, at: span)
  }

  /// The handle that gets what is sent on a connected datagram socket.
  func receiver(of handle: Handle) -> Handle? {
    handle.kind.type == .datagram ? handle.endpoints.peer.flatMap { bound(to: $0) } : nil
  }
}
