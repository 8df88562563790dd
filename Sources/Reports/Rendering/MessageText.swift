import Sockets

/// Messages in C form: `{msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="he", iov_len=2}], …}`.
struct MessageText {
  /// Whether its parts get lines of their own.
  let inLines: Bool

  /// A message that is sent.
  func write(_ message: Message, to text: inout TextBuffer) {
    text.put("{msg_name=")
    writeName(message.address, to: &text)
    text.put(", msg_namelen=")
    text.put(message.address?.length ?? 0)
    writeVectors(message.buffers.map { ($0, $0.count) }, to: &text)
    writeControl(message.control, message.control.reduce(0) { $0 + $1.space }, to: &text)
    text.put(", msg_flags=0}")
  }

  /// Several messages that are sent, with what the kernel wrote for each in `answer`.
  func write(_ messages: [Message], _ answer: Answer?, to text: inout TextBuffer) {
    var lengths: [Int] = []
    if case .lengths(let sent)? = answer?.received.details { lengths = sent }
    list(messages.indices, lines: "  ", to: &text) { index, text in
      text.put("{msg_hdr=")
      write(messages[index], to: &text)
      if index < lengths.count {
        text.put(", msg_len=")
        text.put(lengths[index])
      }
      text.put("}")
    }
  }

  /// The buffers for a message, and what the kernel wrote there.
  func write(_ room: MessageBuffer, _ answer: Answer?, to text: inout TextBuffer) {
    if let message = answer?.received.messages.first { return write(message, room, to: &text) }
    text.put(text: "{msg_name=addr, msg_namelen=\(MessageBuffer.address)")
    writeVectors(room.lengths.map { (nil, $0) }, to: &text)
    if room.control > 0 { text.put(", msg_control=buf") }
    text.put(text: ", msg_controllen=\(room.control), msg_flags=0}")
  }

  /// The buffers for `count` messages, or the messages that the kernel wrote.
  func write(_ room: MessageBuffer, count: Int, _ answer: Answer?, to text: inout TextBuffer) {
    guard let answer, !answer.failed else {
      text.put("[{msg_hdr=")
      write(room, nil, to: &text)
      return text.put(count > 1 ? "}, ...]" : "}]")
    }
    list(answer.received.messages, lines: "  ", to: &text) { message, text in
      text.put("{msg_hdr=")
      write(message, room, to: &text)
      text.put(text: ", msg_len=\(message.length)}")
    }
  }

  private func write(_ message: ReceivedMessage, _ room: MessageBuffer, to text: inout TextBuffer) {
    text.put("{msg_name=")
    if message.address == nil { text.put("addr") } else { writeName(message.address, to: &text) }
    text.put(text: ", msg_namelen=\(MessageBuffer.address) => \(message.addressLength)")
    writeVectors(Array(zip(message.buffers, room.lengths)), to: &text)
    writeControl(message.control, message.controlLength, to: &text)
    text.put(text: ", msg_flags=\(ConstantTable.messageFlags.flags(message.flags))}")
  }

  // MARK: Parts

  /// The separator of two parts.
  private func separate(by blanks: StaticString, to text: inout TextBuffer) {
    guard inLines else { return text.put(", ") }
    text.put(",")
    text.endLine()
    text.put(blanks)
  }

  private func list<Items: Collection>(
    _ items: Items, lines blanks: StaticString? = nil, to text: inout TextBuffer,
    _ write: (Items.Element, inout TextBuffer) -> Void
  ) {
    text.put("[")
    for (place, item) in items.enumerated() {
      if place > 0 { if let blanks { separate(by: blanks, to: &text) } else { text.put(", ") } }
      write(item, &text)
    }
    text.put("]")
  }

  private func writeName(_ address: SocketAddress?, to text: inout TextBuffer) {
    text.put(text: address.map { "{\($0.familySymbol) \($0)}" } ?? "NULL")
  }

  /// Buffers with their lengths; nil is a buffer to which nothing has been written yet.
  private func writeVectors(_ buffers: [([UInt8]?, Int)], to text: inout TextBuffer) {
    separate(by: "    ", to: &text)
    text.put("msg_iov=")
    if buffers.isEmpty { return text.put("NULL, msg_iovlen=0") }
    list(buffers, to: &text) { buffer, text in
      text.put("{iov_base=")
      if let bytes = buffer.0 { CallText.write(data: bytes, to: &text) } else { text.put("buf") }
      text.put(text: ", iov_len=\(buffer.1)}")
    }
    text.put(text: ", msg_iovlen=\(buffers.count)")
  }

  private func writeControl(_ messages: [ControlMessage], _ length: Int, to text: inout TextBuffer) {
    if !messages.isEmpty {
      separate(by: "    ", to: &text)
      text.put("msg_control=")
      list(messages, lines: "      ", to: &text) { $1.put(text: $0.inC) }
    }
    text.put(text: ", msg_controllen=\(length)")
  }
}
