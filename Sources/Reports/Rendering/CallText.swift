import SessionLanguage
import Sockets

/// A call in C form.
enum CallText {
  /// The most bytes of data that are shown in a call.
  static let shownData = 64

  /// Appends `call`, with what the kernel wrote if `answer` is known.
  /// - Parameter inLines: Whether the parts of a message get lines of their own, as on a card.
  static func write(_ call: Call, _ answer: Answer?, inLines: Bool = false, to text: inout TextBuffer) {
    text.put(text: call.name)
    text.put(byte: UInt8(ascii: "("))
    for index in call.arguments.indices {
      if index > 0 { text.put(", ") }
      write(call.arguments[index], answer, MessageText(inLines: inLines), to: &text)
    }
    text.put(byte: UInt8(ascii: ")"))
  }

  private static func write(
    _ argument: Argument, _ answer: Answer?, _ messageText: MessageText, to text: inout TextBuffer
  ) {
    switch argument {
    case .integer(let number), .length(let number): text.put(number)
    case .descriptor(let number): text.put(Int(number))
    case .symbol(let symbol): text.put(text: symbol)
    case .path(let path): text.put(literal: Array(path.utf8)[...])
    case .bytes(let bytes): write(data: bytes, to: &text)
    case .rest(let bytes, let start): write(data: Array(bytes[start...].prefix(shownData + 1)), to: &text)
    case .buffer: text.put("buf")
    case .address(let address): write(address, to: &text)
    case .addressOut: writeAddress(answer, to: &text)
    case .descriptorPairOut: writePair(answer, to: &text)
    case .option(let form, let bytes):
      write(form, bytes, to: &text)
      text.put(text: ", \(form.length(bytes))")
    case .optionOut(let form): write(form, answer, to: &text)
    case .message(let message): messageText.write(message, to: &text)
    case .messages(let messages): messageText.write(messages, answer, to: &text)
    case .messageOut(let room): messageText.write(room, answer, to: &text)
    case .messagesOut(let room, let count): messageText.write(room, count: count, answer, to: &text)
    case .polled, .selected, .epollEvent, .epollEventsOut: PollText.write(argument, answer?.received.details, to: &text)
    case .vectors(let buffers): vectors(buffers.map { ($0, $0.count) }, to: &text)
    case .vectorsOut(let rooms): vectors(rooms.map { (nil, $0) }, to: &text)
    case .filled(let before): text.put(text: answer.flatMap { $0.failed ? nil : $0.received.filled } ?? before)
    }
  }

  /// The address that the kernel wrote; before that, the names of the arguments.
  private static func writeAddress(_ answer: Answer?, to text: inout TextBuffer) {
    guard let received = answer?.received, let address = received.address else { return text.put("addr, len") }
    write(address, length: received.addressLength, to: &text)
  }

  /// The descriptors that the kernel wrote; before that, the name of the array.
  private static func writePair(_ answer: Answer?, to text: inout TextBuffer) {
    guard case .descriptors(let pair)? = answer?.received.details else { return text.put("sv") }
    text.put(text: "[" + pair.map { "\($0)" }.joined(separator: ", ") + "]")
  }

  /// Buffers as an array of struct iovec, with their number after it.
  private static func vectors(_ buffers: [([UInt8]?, Int)], to text: inout TextBuffer) {
    for (index, (bytes, length)) in buffers.enumerated() {
      text.put(index == 0 ? "[{iov_base=" : ", {iov_base=")
      if let bytes { write(data: bytes, to: &text) } else { text.put("buf") }
      text.put(text: ", iov_len=\(length)}")
    }
    text.put(text: "], \(buffers.count)")
  }

  private static func write(_ form: OptionForm, _ bytes: [UInt8], to text: inout TextBuffer) {
    if form.isQuoted { write(data: form.quoted(bytes), to: &text) } else { text.put(text: form.inC(bytes)) }
  }

  /// The option's value that the kernel wrote, with the length of the buffer, and the length that the kernel wrote if
  /// that is different.
  private static func write(_ form: OptionForm, _ answer: Answer?, to text: inout TextBuffer) {
    guard let answer, !answer.failed, let bytes = answer.received.option else {
      return text.put(text: "val, [\(form.capacity)]")
    }
    write(form, bytes, to: &text)
    text.put(text: bytes.count == form.capacity ? ", [\(form.capacity)]" : ", [\(form.capacity) => \(bytes.count)]")
  }

  private static func write(_ address: SocketAddress, length: Int? = nil, to text: inout TextBuffer) {
    text.put("{")
    text.put(text: address.familySymbol)
    text.put(byte: 0x20)
    text.put(address)
    text.put("}, ")
    text.put(length ?? address.length)
  }

  /// Data in quotes. Long data are shortened, with `...` after them as in strace.
  static func write(data: [UInt8], to text: inout TextBuffer) {
    guard data.count > shownData else { return text.put(literal: data[...]) }
    text.put(literal: data[..<cut(data[...], after: shownData)])
    text.put("...")
  }

  /// Where `data`, which are longer than `limit`, are cut: not inside a multi-byte character.
  static func cut(_ data: ArraySlice<UInt8>, after limit: Int) -> Int {
    func isInside(_ index: Int) -> Bool { data[index] & 0xc0 == 0x80 }
    let start = (max(data.startIndex + 1, limit - 3)...limit).last { !isInside($0) } ?? limit
    return data[start] < 0xc0 ? limit : start
  }

  static func string(_ call: Call, _ answer: Answer?) -> String {
    var text = TextBuffer()
    write(call, answer, to: &text)
    return text.string
  }
}
