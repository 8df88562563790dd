import SessionLanguage
import Sockets

/// A call as it would stand in a C program.
enum CallText {
  /// The most bytes of data that a call shows.
  static let shownData = 64

  /// Appends CALL, with what the kernel wrote into it where ANSWER is known.
  static func write(_ call: Call, _ answer: Answer?, to text: inout Text) {
    text.put(text: call.name)
    text.put(byte: UInt8(ascii: "("))
    for index in call.arguments.indices {
      if index > 0 { text.put(", ") }
      write(call.arguments[index], answer, to: &text)
    }
    text.put(byte: UInt8(ascii: ")"))
  }

  private static func write(_ argument: Argument, _ answer: Answer?, to text: inout Text) {
    switch argument {
    case .integer(let number): text.put(number)
    case .symbol(let symbol): text.put(text: symbol)
    case .bytes(let bytes): write(data: bytes, to: &text)
    case .buffer: text.put("buf")
    case .address(let address): write(address, to: &text)
    case .addressRoom:
      if let address = answer?.received.address { write(address, to: &text) } else { text.put("addr, len") }
    case .linger(let on, let seconds): text.put(text: "{l_onoff=\(on ? 1 : 0), l_linger=\(seconds)}")
    }
  }

  private static func write(_ address: SocketAddress, to text: inout Text) {
    text.put(text: "{\(address.familySymbol) \(address)}, \(address.length)")
  }

  /// Data in quotes; a long one is cut and says so, as strace does.
  static func write(data: [UInt8], to text: inout Text) {
    text.put(literal: data.prefix(shownData))
    if data.count > shownData { text.put("...") }
  }

  static func string(_ call: Call, _ answer: Answer?) -> String {
    var text = Text()
    write(call, answer, to: &text)
    return text.string
  }
}
