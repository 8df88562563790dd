import Text

// The fields of IP, UDP and ICMP.
extension Explanation {
  func rows(_ header: IPv4Header) -> [FieldRow] {
    func row(_ offset: Int, _ count: Int, _ name: String, _ value: String, _ meaning: String = "") -> FieldRow {
      FieldRow(packet, header: header.offset, offset: offset, count: count, name, value, meaning)
    }
    let fragment = (header.dontFragment ? UInt8(0x40) : 0) | (header.moreFragments ? 0x20 : 0)
    return [
      FieldRow(0, FieldRow.bits(0x40, 0xf0), "version", "4"),
      FieldRow(
        0, FieldRow.bits(header.headerWords, 0x0f), "header length",
        language.text(
          "\(header.headerWords) words of 4 bytes = \(header.headerLength) bytes",
          korean: "4바이트 워드 \(header.headerWords)개 = \(header.headerLength)바이트")),
      row(1, 1, "DSCP and ECN", "\(header.service >> 2), \(header.service & 3)"),
      row(2, 2, "total length", "\(header.totalLength)", language.text("header and data", korean: "헤더와 데이터")),
      row(4, 2, "identification", "0x" + PacketWords.hex(header.identification)),
      FieldRow(
        6, FieldRow.bits(fragment, 0x40), "DF", header.dontFragment ? "1" : "0",
        header.dontFragment ? language.text("no router may divide it", korean: "라우터가 나눌 수 없다") : ""),
      FieldRow(
        6, FieldRow.bits(fragment, 0x20), "MF", header.moreFragments ? "1" : "0",
        header.moreFragments ? language.text("more fragments follow", korean: "조각이 더 있다") : ""),
      FieldRow(6, "", "fragment offset", "\(header.fragmentOffset)"),
      row(8, 1, "time to live", "\(header.timeToLive)"),
      row(9, 1, "protocol", "\(header.protocolNumber)", PacketWords.protocolName(header.protocolNumber)),
      row(10, 2, "checksum", "0x" + PacketWords.hex(header.checksum), header.verdict.text(language)),
      row(12, 4, "source", header.source.text), row(16, 4, "destination", header.destination.text),
    ] + header.options.map { FieldRow(20, "", "option", $0.name) }
  }

  func rows(_ header: IPv6Header) -> [FieldRow] {
    func row(_ offset: Int, _ count: Int, _ name: String, _ value: String, _ meaning: String = "") -> FieldRow {
      FieldRow(packet, header: header.offset, offset: offset, count: count, name, value, meaning)
    }
    return [
      FieldRow(0, FieldRow.bits(0x60, 0xf0), "version", "6"),
      FieldRow(0, "", "traffic class", "\(header.trafficClass)"), FieldRow(1, "", "flow label", "\(header.flowLabel)"),
      row(
        4, 2, "payload length", "\(header.payloadLength)",
        language.text("what follows these 40 bytes", korean: "이 40바이트 다음의 길이")
      ),
      row(6, 1, "next header", "\(packet.bytes.dropFirst(header.offset + 6).first ?? 0)"),
      row(7, 1, "hop limit", "\(header.hopLimit)"), FieldRow(8, "", "source", header.source.text),
      FieldRow(24, "", "destination", header.destination.text),
    ]
      + header.extensions.map {
        FieldRow(40, "", "extension", "\($0.name), \($0.length)" + language.text(" bytes", korean: "바이트"))
      }
  }

  func rows(_ header: UDPHeader, isLite: Bool = false) -> [FieldRow] {
    func row(_ offset: Int, _ name: String, _ value: String, _ meaning: String = "") -> FieldRow {
      FieldRow(packet, header: header.offset, offset: offset, count: 2, name, value, meaning)
    }
    let length =
      isLite
      ? row(
        4, "coverage", "\(header.length)",
        language.text("bytes that the checksum is of; 0 for all", korean: "체크섬이 다루는 바이트 수, 0이면 모두"))
      : row(4, "length", "\(header.length)", language.text("these 8 bytes and the data", korean: "이 8바이트와 데이터"))
    return [
      row(0, "source port", "\(header.sourcePort)"), row(2, "destination port", "\(header.destinationPort)"),
      length,
      row(6, "checksum", "0x" + PacketWords.hex(header.checksum), packet.verdict?.text(language) ?? ""),
    ]
  }

  func rows(_ message: ICMPMessage) -> [FieldRow] {
    func row(_ offset: Int, _ count: Int, _ name: String, _ value: String, _ meaning: String = "") -> FieldRow {
      FieldRow(packet, header: message.offset, offset: offset, count: count, name, value, meaning)
    }
    var rows = [
      row(0, 1, "type", "\(message.type)", ICMPNames.type(message)),
      row(1, 1, "code", "\(message.code)", ICMPNames.code(message) ?? ""),
      row(2, 2, "checksum", "0x" + PacketWords.hex(message.checksum), packet.verdict?.text(language) ?? ""),
    ]
    if message.isEcho {
      rows += [
        row(4, 2, "identifier", "\(message.word >> 16)"), row(6, 2, "sequence number", "\(message.word & 0xffff)"),
      ]
    } else {
      rows.append(row(4, 4, message.pathMTU == nil ? "unused" : "MTU", "\(message.pathMTU ?? message.word)"))
    }
    return rows
  }
}
