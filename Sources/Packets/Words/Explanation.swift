import Text

/// A packet explained field by field and bit by bit, in lines of at most 80 columns.
package struct Explanation {
  let packet: Packet
  let numbers: TCPNumbers?
  let language: Language

  /// - Parameter numbers: What `ConversationTable` made of a segment of TCP; nil for anything else.
  package init(_ packet: Packet, _ numbers: TCPNumbers?, language: Language) {
    (self.packet, self.numbers, self.language) = (packet, numbers, language)
  }

  package var lines: [String] {
    var lines = linkLines
    switch packet.network {
    case .ipv4(let header): lines += section("IPv4", header.headerLength, rows(header))
    case .ipv6(let header): lines += section("IPv6", header.headerLength, rows(header))
    case .arp, .other, nil: lines.append(PacketWords(packet).protocolName + "  " + PacketWords(packet).text)
    }
    switch packet.transport {
    case .tcp(let header): lines += section("TCP", header.headerLength, rows(header)) + remarkLines
    case .udp(let header): lines += section("UDP", 8, rows(header))
    case .udpLite(let header): lines += section("UDP-Lite", 8, rows(header, isLite: true))
    case .icmp(let message): lines += section(message.isV6 ? "ICMPv6" : "ICMP", 8, rows(message)) + quotedLines
    case .fragment, .other, nil: break
    }
    if let problem = packet.problem { lines.append(problem.text) }
    return lines + dataLines
  }

  private func section(_ name: String, _ length: Int, _ rows: [FieldRow]) -> [String] {
    ["\(name)  " + language.text("\(length) bytes of header", korean: "헤더 \(length)바이트")] + FieldRow.lines(rows)
  }

  private var linkLines: [String] {
    switch packet.link {
    case .ethernet(let header):
      let vlans = header.vlans.map { "  VLAN \($0)" }.joined()
      let (source, destination) = (
        PacketWords.hardwareAddress(header.source), PacketWords.hardwareAddress(header.destination)
      )
      return ["Ethernet  \(source) → \(destination)  type 0x\(PacketWords.hex(header.etherType))\(vlans)"]
    case .cooked(let header):
      let name = header.interfaceIndex == nil ? "LINUX_SLL" : "LINUX_SLL2"
      return ["\(name)  \(PacketWords.hardwareAddress(header.source))  type 0x\(PacketWords.hex(header.etherType))"]
    case .family(let family): return ["loopback  family \(family)"]
    case nil: return []
    }
  }

  private var remarkLines: [String] {
    (numbers?.remarks ?? []).flatMap { WordWrap.lines("[\($0.text)]  \($0.meaning(language))", width: 80) }
  }

  private var quotedLines: [String] {
    guard case .icmp(let message) = packet.transport, let quoted = message.quoted, let flow = packet.quotedFlow else {
      return []
    }
    let name = PacketWords.protocolName(quoted.protocolNumber)
    let sequence = quoted.sequence.map { " Seq=\($0)" } ?? ""
    return [
      language.text("about the packet", korean: "이 패킷에 대해")
        + "  \(name) \(flow.source.text) → \(flow.destination.text)\(sequence)"
    ]
  }

  /// The first bytes of the data.
  private var dataLines: [String] {
    guard packet.dataLength > 0 || !packet.data.isEmpty else { return [] }
    let shown = packet.data.prefix(Self.shownData)
    let count = max(packet.dataLength, packet.data.count)
    let rest = count > shown.count ? language.text(", the first \(shown.count)", korean: ", 처음 \(shown.count)바이트") : ""
    return [language.text("data, \(Plural.bytes(count))", korean: "데이터 \(count)바이트") + rest]
      + HexDump.lines(Array(shown)).map { "  " + $0 }
  }

  private static let shownData = 64
}

extension SegmentRemark {
  fileprivate func meaning(_ language: Language) -> String {
    switch self {
    case .portsReused:
      language.text("the same addresses with another first number", korean: "같은 주소인데 시작 번호가 다르다")
    case .retransmission, .fastRetransmission:
      language.text("these numbers were sent before", korean: "이 번호는 이미 보낸 것이다")
    case .spuriousRetransmission:
      language.text("these numbers had been acknowledged already", korean: "이미 확인 응답을 받은 번호다")
    case .outOfOrder:
      language.text("a segment that follows it was captured before it", korean: "뒤에 올 세그먼트가 먼저 캡처되었다")
    case .previousNotCaptured:
      language.text("bytes before it were not captured", korean: "그 앞의 바이트가 캡처되지 않았다")
    case .acknowledgedUnseen:
      language.text("it acknowledges bytes that were not captured", korean: "캡처되지 않은 바이트에 확인 응답한다")
    case .windowUpdate: language.text("only the window is new", korean: "윈도우만 바뀌었다")
    case .windowFull:
      language.text("it fills the window of the other end", korean: "상대의 윈도우를 가득 채운다")
    case .keepAlive:
      language.text("the number before the next one: the other end must answer", korean: "다음 번호보다 하나 작다: 상대는 대답해야 한다")
    case .keepAliveAcknowledgment: language.text("the answer to a Keep-Alive", korean: "Keep-Alive에 대한 대답")
    case .duplicateAcknowledgment(let number, let time):
      language.text(
        "the same acknowledgment as in \(number), \(Plural.times(time)) more", korean: "\(number)번과 같은 ACK, \(time)번째"
      )
    case .zeroWindowProbe:
      language.text("one byte sent into a window of 0, to ask for the window", korean: "윈도우 0에 보낸 1바이트, 윈도우를 묻는다")
    case .zeroWindow: language.text("its sender has no room for data", korean: "보낸 쪽에 데이터를 받을 자리가 없다")
    case .zeroWindowProbeAcknowledgment:
      language.text("the answer to a ZeroWindowProbe", korean: "ZeroWindowProbe에 대한 대답")
    }
  }
}
