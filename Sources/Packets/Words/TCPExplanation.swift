import Text

// The fields of TCP, see RFC 9293, section 3.1.
extension Explanation {
  func rows(_ header: TCPHeader) -> [FieldRow] {
    func row(_ offset: Int, _ count: Int, _ name: String, _ value: String, _ meaning: String = "") -> FieldRow {
      FieldRow(packet, header: header.offset, offset: offset, count: count, name, value, meaning)
    }
    return [
      row(0, 2, "source port", "\(header.sourcePort)"), row(2, 2, "destination port", "\(header.destinationPort)"),
      row(4, 4, "sequence number", relative(header.sequence, numbers?.sequence), sequenceMeaning(header)),
      row(
        8, 4, "acknowledgment", relative(header.acknowledgment, numbers?.acknowledgment),
        acknowledgmentMeaning(header)),
      FieldRow(
        12, FieldRow.bits(header.headerWords << 4, 0xf0), "header length",
        language.text(
          "\(header.headerWords) words of 4 bytes = \(header.headerLength) bytes",
          korean: "4바이트 워드 \(header.headerWords)개 = \(header.headerLength)바이트")),
      FieldRow(
        12, FieldRow.bits(UInt8(truncatingIfNeeded: header.flags.rawValue >> 8), 0x0f), "reserved",
        "\(header.flags.rawValue >> 8)"),
    ] + flagRows(header) + [
      row(14, 2, "window", "\(header.window)", windowMeaning(header)),
      row(16, 2, "checksum", "0x" + PacketWords.hex(header.checksum), packet.verdict?.text(language) ?? ""),
      row(18, 2, "urgent pointer", "\(header.urgentPointer)", urgentMeaning(header)),
    ] + optionRows(header)
  }

  private func relative(_ number: UInt32, _ relative: UInt32?) -> String {
    relative.map { language.text("\(number), relative \($0)", korean: "\(number), 상대적 번호(relative) \($0)") }
      ?? "\(number)"
  }

  private func sequenceMeaning(_ header: TCPHeader) -> String {
    if header.flags.contains(.syn) {
      return language.text("that of the SYN; data begin after it", korean: "SYN의 번호, 데이터는 그다음부터")
    }
    guard packet.dataLength > 0 else { return language.text("that of the next byte to send", korean: "다음에 보낼 바이트의 번호") }
    return language.text("that of the first byte of data", korean: "데이터 첫 바이트의 번호")
  }

  private func acknowledgmentMeaning(_ header: TCPHeader) -> String {
    guard header.flags.contains(.ack) else {
      return language.text("does not count without ACK", korean: "ACK가 없어 의미가 없다")
    }
    return language.text("the next number that is expected", korean: "다음에 기다리는 번호")
  }

  private func windowMeaning(_ header: TCPHeader) -> String {
    if header.flags.contains(.syn) {
      return language.text("in bytes; never scaled in a SYN", korean: "바이트 단위, SYN에서는 배율이 없다")
    }
    guard let numbers, let shift = numbers.shift else {
      return language.text("its scale was in the SYN, which was not captured", korean: "배율은 SYN에 있는데 캡처되지 않았다")
    }
    guard shift > 0 else { return language.text("in bytes", korean: "바이트 단위") }
    return language.text(
      "times \(1 << UInt32(shift)) (scale \(shift) of the SYN) = \(numbers.window) bytes",
      korean: "× \(1 << UInt32(shift)) (SYN의 배율 \(shift)) = \(numbers.window)바이트")
  }

  private func urgentMeaning(_ header: TCPHeader) -> String {
    header.flags.contains(.urg)
      ? language.text("from the sequence number to the end of urgent data", korean: "순서 번호에서 긴급 데이터 끝까지")
      : language.text("does not count without URG", korean: "URG가 없어 의미가 없다")
  }

  private func flagRows(_ header: TCPHeader) -> [FieldRow] {
    let byte = UInt8(truncatingIfNeeded: header.flags.rawValue)
    return TCPFlags.named.reversed().map { flag, name in
      let mask = UInt8(truncatingIfNeeded: flag.rawValue), isSet = header.flags.contains(flag)
      return FieldRow(13, FieldRow.bits(byte, mask), name, isSet ? "1" : "0", isSet ? meaning(of: name) : "")
    }
  }

  private func meaning(of flag: String) -> String {
    switch flag {
    case "CWR": language.text("the sender has slowed down", korean: "보내는 쪽이 속도를 줄였다")
    case "ECE":
      language.text("in a SYN: ECN is understood; else congestion was met", korean: "SYN이면 ECN을 안다는 뜻, 아니면 혼잡을 만났다는 뜻")
    case "URG": language.text("the urgent pointer counts", korean: "긴급 포인터가 유효하다")
    case "ACK": language.text("the acknowledgment counts", korean: "확인 응답 번호가 유효하다")
    case "PSH": language.text("give the data to the reader now", korean: "데이터를 읽는 쪽에 바로 넘겨라")
    case "RST": language.text("the connection is broken off", korean: "연결을 끊는다")
    case "SYN": language.text("begins the connection in this direction", korean: "이 방향의 연결을 시작한다")
    default: language.text("no more data in this direction", korean: "이 방향의 데이터는 끝이다")
    }
  }

  private func optionRows(_ header: TCPHeader) -> [FieldRow] {
    var offset = 20
    return header.options.map { option in
      defer { offset += option.bytes.count }
      let hex = option.bytes.prefix(4).map(\.hexDigits).joined(separator: " ") + (option.bytes.count > 4 ? " …" : "")
      let (name, value) = text(of: option)
      return FieldRow(offset, hex, name, value)
    }
  }

  private func text(of option: TCPOption) -> (name: String, value: String) {
    switch option.content {
    case .end: ("end of options", "")
    case .noOperation: ("no-operation", language.text("fills up", korean: "자리 채움"))
    case .maximumSegmentSize(let size):
      (
        "MSS",
        language.text("at most \(size) bytes of data in a segment to me", korean: "나에게 오는 세그먼트의 데이터는 최대 \(size)바이트")
      )
    case .windowScale(let shift):
      (
        "window scale",
        language.text(
          "\(shift): my windows count times \(1 << min(UInt32(shift), 14))",
          korean: "\(shift): 내 윈도우는 \(1 << min(UInt32(shift), 14))배로 센다")
      )
    case .sackPermitted: ("SACK permitted", language.text("I understand SACK", korean: "SACK를 안다"))
    case .sack(let blocks):
      (
        "SACK",
        language.text("arrived out of order: ", korean: "순서에 맞지 않게 도착: ")
          + blocks.map { "\($0.left)..<\($0.right)" }.joined(separator: ", ")
      )
    case .timestamps(let value, let echo):
      ("timestamps", language.text("my clock \(value), yours was \(echo)", korean: "내 시계 \(value), 받은 상대 시계 \(echo)"))
    case .fastOpen(let cookie):
      cookie.isEmpty
        ? ("Fast Open", language.text("asks for a cookie", korean: "쿠키를 요청한다"))
        : ("Fast Open", language.text("cookie ", korean: "쿠키 ") + cookie.map(\.hexDigits).joined())
    case .unknown(let kind):
      ("option \(kind)", language.text("\(option.bytes.count) bytes", korean: "\(option.bytes.count)바이트"))
    case .malformed(let kind): ("option \(kind)", language.text("malformed", korean: "형식이 틀림"))
    }
  }
}
