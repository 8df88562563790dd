import Commands
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

  func writeReceived(_ answer: Answer, _ step: Step, to text: inout TextBuffer) {
    if answer.received.data == nil, !answer.received.messages.isEmpty {
      for (index, message) in answer.received.messages.enumerated() {
        write(message.data, message: index + 1, to: &text)
      }
      return
    }
    if answer.received.isEndOfFile {
      label("EOF", to: &text) { $0.put(step.why == nil ? Self.closed : "the end of file") }
    }
    guard let data = answer.received.data, !data.isEmpty || answer.received.address != nil else { return }
    // For a command that repeats calls, the total shows all data.
    write(data, isWhole: step.total == nil, to: &text)
    if let sender = step.sender { label("from", to: &text) { $0.put(text: sender) } }
  }

  /// Writes `data` as text and in hex.
  /// - Parameter message: The number of their message, if several were received.
  /// - Parameter isWhole: Whether to show more than a call does.
  func write(_ data: [UInt8], message: Int? = nil, isWhole: Bool = true, to text: inout TextBuffer) {
    text.put("  ")
    if let message { text.put(message) } else { text.put("data") }
    text.pad(to: Self.dataColumn, least: 1)
    CallText.write(lines: data, isWhole: isWhole, below: Self.dataColumn, width: width, to: &text)
    if data.isEmpty {
      text.put("  an empty datagram")
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
