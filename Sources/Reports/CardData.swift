import Commands
import Runner
import SessionLanguage
import Sockets

// What a call received.
extension Card {
  private static let closed: StaticString = "the other end has closed: nothing more will come"
  /// The most bytes shown in hex.
  private static let shownHex = 16
  /// Where data stand behind their label.
  private static let dataColumn = 8

  func writeReceived(_ answer: Answer, _ step: Step, to text: inout Text) {
    if answer.received.data == nil, !answer.received.messages.isEmpty { return write(answer.received.messages, to: &text) }
    if answer.received.isEndOfFile { label("EOF", to: &text) { $0.put(step.why == nil ? Self.closed : "the end of file") } }
    guard let data = answer.received.data, !data.isEmpty || answer.received.address != nil else { return }
    // Of a command that repeats calls, the total shows all.
    write(data, isWhole: step.total == nil, to: &text)
    if let sender = step.sender { label("from", to: &text) { $0.put(text: sender) } }
  }

  /// DATA as text and in hex. Not ISWHOLE, they are as short as in a call.
  func write(_ data: [UInt8], isWhole: Bool = true, to text: inout Text) {
    label("data", to: &text) { text in
      if isWhole, data.count > CallText.shownData { return CallText.write(lines: data, below: Self.dataColumn, to: &text) }
      CallText.write(data: data, to: &text)
      if data.isEmpty { return text.put("  an empty datagram") }
      if data.count > Self.shownHex { return }
      text.put(byte: 0x20)
      hex(data, to: &text)
    }
    if data.count > Self.shownHex { label("hex", to: &text) { hex(data, to: &$0) } }
  }

  /// The data of several messages, a line each.
  private func write(_ messages: [ReceivedMessage], to text: inout Text) {
    for (index, message) in messages.enumerated() {
      text.put("  ")
      text.put(index + 1)
      text.pad(to: 8)
      CallText.write(data: message.data, to: &text)
      if !message.data.isEmpty {
        text.put(byte: 0x20)
        hex(message.data, to: &text)
      }
      text.endLine()
    }
  }

  private func hex(_ data: [UInt8], to text: inout Text) {
    text.put(hex: data.prefix(Self.shownHex))
    guard data.count > Self.shownHex else { return }
    text.put(" … ")
    text.put(data.count - Self.shownHex)
    text.put(" more")
  }
}
