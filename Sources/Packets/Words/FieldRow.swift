import Text

/// One field of a header: where it stands, its bytes or bits, its name, what it says, and what that means.
struct FieldRow {
  let place: String
  let bytes: String
  let name: String
  let text: String

  /// A field of whole bytes.
  ///
  /// - Parameters:
  ///   - offset: In its header.
  ///   - header: Where the header begins in the packet.
  init(_ packet: Packet, header: Int, offset: Int, count: Int, _ name: String, _ value: String, _ meaning: String = "")
  {
    let bytes = packet.bytes.dropFirst(header + offset).prefix(count)
    self.init(offset, bytes.map(\.hexDigits).joined(separator: " "), name, value, meaning)
  }

  /// A field whose bytes or bits are given.
  init(_ offset: Int, _ bytes: String, _ name: String, _ value: String, _ meaning: String = "") {
    (place, self.bytes, self.name) = ("\(offset)", bytes, name)
    text = meaning.isEmpty ? value : "\(value): \(meaning)"
  }

  /// The bits of `byte` that `mask` selects, the others as dots: `...1 ....`.
  static func bits(_ byte: UInt8, _ mask: UInt8) -> String {
    let digits = (0..<8).reversed().map { bit -> String in
      mask >> UInt8(bit) & 1 == 0 ? "." : byte >> UInt8(bit) & 1 == 0 ? "0" : "1"
    }
    return digits[..<4].joined() + " " + digits[4...].joined()
  }

  /// Rows as lines of at most 80 columns.
  static func lines(_ rows: [FieldRow]) -> [String] {
    let columns = rows.map { [$0.place, $0.bytes, $0.name] }
    let heads = Columns.align(columns.map { $0 + ["|"] })
    return zip(heads, rows).flatMap { head, row in
      let head = "  " + head.dropLast()
      return WordWrap.lines(head + row.text, width: 80, indentation: DisplayWidth.of(head))
    }
  }
}

extension ChecksumVerdict {
  func text(_ language: Language) -> String {
    switch self {
    case .right: language.text("right", korean: "맞음")
    case .wrong(let expected):
      language.text("wrong, it should be 0x", korean: "틀림, 맞는 값은 0x") + PacketWords.hex(expected)
    case .notComputed:
      language.text(
        "not computed: it is the sum of the pseudo-header only; the kernel left the rest to the interface, and loopback needs none",
        korean: "계산하지 않음: 의사 헤더의 합뿐이다. 나머지는 커널이 인터페이스에 맡겼고, 루프백에는 필요 없다")
    case .absent: language.text("the sender computed none", korean: "보낸 쪽이 계산하지 않았다")
    case .unknown(.cut):
      language.text("cannot be checked: not all bytes were captured", korean: "확인할 수 없음: 일부 바이트가 캡처되지 않았다")
    case .unknown(.fragment):
      language.text("cannot be checked: the rest is in other fragments", korean: "확인할 수 없음: 나머지는 다른 조각에 있다")
    }
  }
}
