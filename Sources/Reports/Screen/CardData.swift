import Commands
import Handles
import Runner
import SessionLanguage
import Sockets

// What a call received.
extension Card {
  private static let closed: StaticString = "the other end sends no more: nothing more will come"
  /// The most bytes shown in hex.
  private static let shownHex = 16
  /// The column of data after their label.
  private static let dataColumn = 8

  func writeReceived(_ answer: Answer, of call: Call, _ step: Step, to text: inout TextBuffer) {
    if answer.received.data == nil, !answer.received.messages.isEmpty {
      for (index, message) in answer.received.messages.enumerated() {
        let remark = message.data.isEmpty ? Self.noData(message, of: call, on: step.invocation?.subject) : nil
        write(message.data, message: index + 1, remark: remark, to: &text)
      }
      return
    }
    if answer.received.isEndOfFile {
      let hasOtherEnd = step.invocation?.subject.map { $0.kind != .memfd && $0.kind != .file } ?? true
      label("EOF", to: &text) { $0.put(step.why == nil && hasOtherEnd ? Self.closed : "the end of file") }
    }
    guard let data = answer.received.data, !data.isEmpty || answer.received.address != nil else { return }
    // For a command that repeats calls, the total shows all data.
    let remark = data.isEmpty ? Self.noData(ofDatagram: answer, of: call) : nil
    write(data, remark: remark, isWhole: step.total == nil, to: &text)
    if let sender = step.sender { label("from", to: &text) { $0.put(text: sender) } }
  }

  /// Writes `data` as text and in hex.
  /// - Parameter message: The number of their message, if several were received.
  /// - Parameter remark: What there is to say where there are none.
  /// - Parameter isWhole: Whether to show more than a call does.
  func write(
    _ data: [UInt8], message: Int? = nil, remark: StaticString? = nil, isWhole: Bool = true, to text: inout TextBuffer
  ) {
    text.put("  ")
    if let message { text.put(message) } else { text.put("data") }
    text.pad(to: Self.dataColumn, least: 1)
    CallText.write(lines: data, isWhole: isWhole, below: Self.dataColumn, width: width, to: &text)
    if data.isEmpty {
      if let remark { text.put(remark) }
      return text.endLine()
    }
    guard data.count <= Self.shownHex, text.hasColumns(1 + 3 * data.count, in: width) else {
      text.endLine()
      return label("hex", to: &text) { hex(data, to: &$0) }
    }
    text.put(byte: 0x20)
    hex(data, to: &text)
    text.endLine()
  }

  private func hex(_ data: [UInt8], to text: inout TextBuffer) {
    text.put(hex: data.prefix(Self.shownHex))
    guard data.count > Self.shownHex else { return }
    text.put(" … ")
    text.put(data.count - Self.shownHex)
    text.put(" more")
  }
}

// What it means that there are no data.
extension Card {
  private static let emptyDatagram: StaticString = "  an empty datagram"
  private static let nothingAsked: StaticString = "  the call asked for nothing"
  private static let discarded: StaticString = "  what came was discarded (MSG_TRUNC)"
  private static let end: StaticString = "  the end of file"
  private static let emptyOrEnd: StaticString = "  an empty message, or the end of file"
  private static let emptyOrShut: StaticString = "  nothing, or an empty message: it was shut down for reading"

  /// Of a call that returned the address of a sender: a stream gives none where it gives no data.
  private static func noData(ofDatagram answer: Answer, of call: Call) -> StaticString? {
    if call.room == 0 { return nothingAsked }
    // Buffers by hand may have no room, or less than they seem to.
    if call.room == nil, !answer.received.messages.isEmpty { return nil }
    return answer.result > 0 || call.has("MSG_ERRQUEUE") ? nil : emptyDatagram
  }

  /// Of one of several messages that `handle` received; nil where nothing is known.
  private static func noData(_ message: ReceivedMessage, of call: Call, on handle: Handle?) -> StaticString? {
    if call.room == 0 { return nothingAsked }
    if message.length > 0 { return discarded }
    // What is in the error queue is not a message that came.
    if call.has("MSG_ERRQUEUE") { return nil }
    if message.address != nil { return emptyDatagram }
    guard let handle else { return nil }
    switch handle.kind.type {
    case .stream: return end
    case _ where handle.isShutForReading: return emptyOrShut
    case .sequenced: return emptyOrEnd
    default: return emptyDatagram
    }
  }
}

extension Call {
  /// How many bytes of a message it has room for; nil where that cannot be known.
  fileprivate var room: Int? {
    for argument in arguments { if case .messagesOut(let buffer, _) = argument { return buffer.count } }
    return length
  }
}
