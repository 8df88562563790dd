import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

/// A word of `sendmsg` and `sendmmsg`.
enum MessageArgument {
  case data([UInt8])
  /// `to ADDRESS`
  case destination(SocketAddress)
  /// `to NULL` or `to badptr`
  case wrongDestination(WrongPointer)
  case control(ControlMessage)
  case flags(Int32)
}

extension Parameter {
  /// What `sendmsg` and `sendmmsg` take: data, `to ADDRESS`, control messages and flags, in any order.
  static let messageParts = Parameter("PART", .message, repeats: true)
}

extension Arguments {
  /// The words from `index` on, as parts of messages that go out through `target`.
  func messageWords(_ index: Int, through target: Target) throws(Diagnostic) -> [MessageArgument] {
    var parts: [MessageArgument] = []
    var sum = HandleTable.Sum(table)
    var index = index
    while index < count {
      if line.words[index + 1].plain == "to" {
        guard index + 1 < count else {
          throw .missing("the address", at: span(index + 1), example: "to {srv}")
        }
        if let pointer = wrongPointer(index + 1) {
          parts.append(.wrongDestination(pointer))
        } else {
          parts.append(.destination(try receiver(index + 1, of: target)))
        }
        index += 1
      } else {
        parts.append(try messageWord(index, through: target))
        if case .data(let data)? = parts.last { try sum.add(data, at: span(index)) }
      }
      index += 1
    }
    try permitSources(parts)
    return parts
  }

  /// Refuses a message to 0.0.0.0 from an address beyond loopback (IP_PKTINFO): it would go to that address.
  private func permitSources(_ parts: [MessageArgument]) throws(Diagnostic) {
    let isToWildcard = parts.contains { part in
      guard case .destination(let address) = part, case .ipv4 = address.unmapped else { return false }
      return address.unmapped.isWildcard
    }
    guard isToWildcard else { return }
    for case .control(let message) in parts {
      if let source = message.ipv4Source {
        try table.permitSending(from: source, at: span(1).lowerBound..<span(count - 1).upperBound)
      }
    }
  }

  private func messageWord(_ index: Int, through target: Target) throws(Diagnostic) -> MessageArgument {
    guard case .text(let head)? = line.words[index + 1].segments.first else { return .data(try data(index)) }
    if head.hasPrefix("MSG_") { return .flags(try flags(index, from: .messageFlags)) }
    let symbol = head.prefix { $0 != ":" }
    guard let kind = ControlKind.named(symbol) else {
      if Self.looksLikeControl(symbol) { throw unknownControl(symbol, index) }
      if Self.members.contains(String(symbol)), head.utf8.count > symbol.utf8.count { throw noMember(symbol, index) }
      return .data(try data(index))
    }
    if kind.form == .descriptors, let handle = target.handle {
      try table.permitPassing(through: handle, at: span(index))
    }
    if kind.symbol == "SO_MARK" { try table.permit(.redirectPackets(by: kind.symbol), at: span(index)) }
    return .control(
      ControlMessage(kind, try ControlMessageArguments(arguments: self, index: index, kind: kind).bytes()))
  }

  private static func looksLikeControl(_ symbol: Substring) -> Bool {
    symbol == symbol.uppercased() && ["SCM_", "SO_", "IP_", "IPV6_", "UDP_"].contains { symbol.hasPrefix($0) }
  }

  /// Members of a `struct msghdr` and arguments of C's calls, which follow from the parts here.
  private static let members: Set<String> = [
    "addrlen", "tolen", "namelen", "msg_namelen", "controllen", "msg_controllen", "iovlen", "msg_iovlen", "len",
    "length",
    "flags", "msg_flags",
  ]

  private func noMember(_ symbol: Substring, _ index: Int) -> Diagnostic {
    let isFlags = symbol.hasSuffix("flags")
    return Diagnostic(
      "\(symbol) cannot be given", at: span(index),
      label: isFlags ? "write a flag by its name, such as MSG_DONTWAIT" : "the length follows from the other words",
      help: "to send these characters, write them in quotes: \"\(line.words[index + 1].plain ?? "")\"")
  }

  /// The error for `SCM_RIGHTS srv`, whose value is another word.
  func noValue(_ name: String, _ index: Int) -> Diagnostic {
    let word = plain(index + 1).map { "\(name):\($0)" }
    return Diagnostic(
      "\(name) has no value", at: span(index),
      help: "write the value after a colon, in the same word" + (word.map { ": \($0)" } ?? "")
    ).inKorean("\(name)에 값이 없습니다", help: "값은 콜론 뒤에 붙여 적습니다" + (word.map { ": \($0)" } ?? ""))
  }

  private func unknownControl(_ symbol: Substring, _ index: Int) -> Diagnostic {
    .unknown(
      "control message", String(symbol), at: span(index), among: ControlKind.all.map(\.symbol),
      help: "help control lists them; write data that look like one in quotes")
  }
}

extension HandleTable {
  /// Refuses to hand descriptors to other programs where that is not allowed.
  func permitPassing(through handle: Handle, at span: Span) throws(Diagnostic) {
    guard handle.kind.domain == .unix, handle.peer == nil else { return }
    // Without a peer, an address is given, which has been asked for by itself.
    guard let peer = handle.endpoints.peer else { return }
    if !peer.isUnnamed { return try permitReaching(peer, from: handle, at: span) }
    try permit(.passDescriptors(through: handle.name), at: span)
  }
}

extension ControlMessage {
  /// The IPv4 address from which it has a datagram sent, also as one of IPv6: ip_cmsg_send in net/ipv4/ip_sockglue.c.
  fileprivate var ipv4Source: SocketAddress? {
    let isMapped = bytes.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
    let host: ArraySlice<UInt8>
    switch kind?.form {
    case .packetInfo: host = bytes.dropFirst(4).prefix(4)
    case .packetInfo6 where isMapped: host = bytes.dropFirst(12).prefix(4)
    default: return nil
    }
    return .ipv4(host.reduce(0) { $0 << 8 | UInt32($1) }, port: 0)
  }
}

/// How the value of a control message is understood.
private struct ControlMessageArguments {
  let arguments: Arguments
  let index: Int
  let kind: ControlKind

  func bytes() throws(Diagnostic) -> [UInt8] {
    guard kind.isSendable else {
      throw Diagnostic(
        "\(kind.symbol) cannot be sent", at: arguments.span(index), label: "the kernel adds it to what is received")
    }
    let text = try arguments.text(index)
    if kind.form != .credentials, !text.contains(":") { throw arguments.noValue(kind.symbol, index) }
    let value = String(text.dropFirst(kind.symbol.count + 1))
    switch kind.form {
    case .descriptors: return try descriptors(value)
    case .credentials: return try credentials(value)
    case .number:
      return Int32(truncatingIfNeeded: try number(value, in: Int(Int32.min)...Int(UInt32.max))).bytesInMemory
    case .byte: return Int32(try number(value, in: 0...255)).bytesInMemory
    case .short: return UInt16(try number(value, in: 0...65535)).bytesInMemory
    case .packetInfo, .packetInfo6: return try packetInfo(value)
    default: throw wrong(value)
    }
  }

  private func wrong(_ value: String) -> Diagnostic {
    .invalid("value for \(kind.symbol)", value, at: arguments.span(index), label: kind.meaning)
  }

  private func number(_ text: String, in range: ClosedRange<Int>) throws(Diagnostic) -> Int {
    guard let number = Size.parseOrHex(text), range.contains(number) else { throw wrong(text) }
    return number
  }

  private func descriptors(_ names: String) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = []
    for name in names.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      bytes += try arguments.target(named: name, index).descriptor.bytesInMemory
    }
    return bytes
  }

  private func credentials(_ value: String) throws(Diagnostic) -> [UInt8] {
    if value.isEmpty { return getpid().bytesInMemory + getuid().bytesInMemory + getgid().bytesInMemory }
    let parts = value.split(separator: ",", omittingEmptySubsequences: false).compactMap { UInt32(numeral: $0) }
    if parts.count == 1, value == "\(parts[0])" {
      return parts[0].bytesInMemory + getuid().bytesInMemory + getgid().bytesInMemory
    }
    guard parts.count == 3 else { throw wrong(value) }
    return parts.flatMap(\.bytesInMemory)
  }

  /// ADDRESS, ADDRESS,INTERFACE or ,INTERFACE, where the interface is lo or an index.
  private func packetInfo(_ value: String) throws(Diagnostic) -> [UInt8] {
    let parts = value.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    // The loopback interface is always the first.
    let index = parts.count == 1 ? 0 : parts[1] == "lo" ? 1 : UInt32(numeral: parts[1])
    guard let host = parts.first, let index else { throw wrong(value) }
    if index > 1 { try arguments.table.permit(.useInterface(index), at: arguments.span(self.index)) }
    if kind.form == .packetInfo6 { return try bytes(AF_INET6, host, 16, value) + index.bytesInMemory }
    return index.bytesInMemory + (try bytes(AF_INET, host, 4, value)) + [0, 0, 0, 0]
  }

  private func bytes(_ family: Int32, _ host: String, _ count: Int, _ value: String) throws(Diagnostic) -> [UInt8] {
    var address = [UInt8](repeating: 0, count: count)
    if host.isEmpty { return address }
    guard inet_pton(family, host, &address) == 1 else { throw wrong(value) }
    return address
  }
}
