import SessionLanguage
import Sockets
import Text

// Structures of C as words of a session's line.

extension CWords {
  /// The value of the socket option `symbol`.
  func option(_ value: CValue, named symbol: String?) -> Meaning {
    switch value.kind {
    case .string: return .word(value.text)
    case .list(let numbers): return numbers.first.map { .word($0.text) } ?? .none
    case .record(let fields) where fields.contains { $0.name != "len" && $0.name != "filter" }:
      if let time = Self.nanoseconds(value) { return .word(Self.time(time)) }
      if let isOn = value.field("l_onoff"), let time = value.field("l_linger") {
        return .words(isOn.text == "0" ? ["off"] : ["on", time.text + "s"])
      }
      return .words(Self.membership(fields))
    default:
      let example = symbol.flatMap(SocketOption.named)?.form.example ?? "on"
      return Int(numeralOrHex: value.text) == nil ? Self.unknown(value, example) : .word(value.text)
    }
  }

  /// The fields of a struct ip_mreq and its like, in their order.
  private static func membership(_ fields: [CValue.Field]) -> [String] {
    let modes = ["MCAST_INCLUDE": "include", "MCAST_EXCLUDE": "exclude"]
    let index = fields.first { $0.name == "imr_ifindex" }.map(\.value.text).flatMap { $0 == "0" ? nil : $0 }
    return fields.flatMap { field -> [String] in
      switch field.name {
      case "imsf_numsrc", "imr_ifindex": []
      case "imr_address": [index ?? inside(field.value)]
      case "ipv6mr_interface" where field.value.text == "0": []
      default: (field.value.elements ?? [field.value]).map { modes[$0.text] ?? inside($0) }
      }
    }
  }

  /// The text that inet_addr or inet_pton is given, or the value as it stands.
  private static func inside(_ value: CValue) -> String {
    guard case .call(_, let arguments) = value.kind, let text = arguments.first?.text else { return value.text }
    return text.filter { $0 != "\"" }
  }

  /// A struct addrinfo.
  func hints(_ value: CValue) -> Meaning {
    if value.text == "NULL" { return .none }
    guard case .record(let fields) = value.kind else { return Self.unknown(value, "tcp") }
    let order = ["ai_family", "ai_socktype", "ai_protocol", "ai_flags"]
    let words = order.compactMap { name in fields.first { $0.name == name }?.value.text }
    let meant = words.filter { $0 != "0" && $0 != "AF_UNSPEC" }
    return .words(meant.isEmpty ? ["AF_UNSPEC"] : meant)
  }
}

// MARK: - Waiting

extension CWords {
  /// A descriptor that is watched: its handle, or its number where it has none.
  private func watched(_ text: String) -> String { Int32(numeral: text).flatMap(names.handle) ?? text }

  /// An array of struct pollfd.
  func polled(_ value: CValue) -> Meaning {
    guard let entries = value.elements ?? (value.field("fd") == nil ? nil : [value]) else {
      return Self.unknown(value, "srv:POLLIN")
    }
    return .words(
      entries.compactMap { entry in
        entry.field("fd").map { watched($0.text) + ":" + (entry.field("events").map(Self.constant) ?? "POLLIN") }
      })
  }

  /// A set of select: `[3 4]`, or NULL.
  func selected(_ value: CValue, _ set: String) -> Meaning {
    if value.text == "NULL" || value.text == "0" { return .none }
    guard let members = value.elements else { return Self.unknown(value, "\(set):srv") }
    return .words(members.flatMap { $0.text.split(separator: " ") }.map { "\(set):" + watched(String($0)) })
  }

  func event(_ value: CValue) -> Meaning {
    if value.text == "NULL" { return .none }
    return value.field("events").map { .word(Self.constant($0)) } ?? Self.unknown(value, "EPOLLIN")
  }

  /// A struct timeval or timespec.
  func time(_ value: CValue) -> Meaning {
    if value.text == "NULL" || value.text == "0" { return .none }
    return Self.nanoseconds(value).map { .word(Self.time($0)) } ?? Self.unknown(value, "1s")
  }

  private static func nanoseconds(_ value: CValue) -> Int? {
    guard let seconds = value.field("tv_sec").flatMap({ Int($0.text) }), (0...Int(UInt32.max)).contains(seconds) else {
      return nil
    }
    let (micro, nano) = (
      value.field("tv_usec").flatMap { Int($0.text) }, value.field("tv_nsec").flatMap { Int($0.text) }
    )
    let part = nano ?? (micro ?? 0) % 1_000_000 * 1000
    return (0..<1_000_000_000).contains(part) ? seconds * 1_000_000_000 + part : nil
  }

  private static func time(_ nanoseconds: Int) -> String {
    if nanoseconds % 1_000_000 == 0 { return "\(nanoseconds / 1_000_000)ms" }
    return nanoseconds % 1000 == 0 ? "\(nanoseconds / 1000)us" : "\(nanoseconds)ns"
  }

  func mask(_ value: CValue) -> Meaning {
    guard let names = Self.signals(in: value) else {
      return value.text == "NULL" ? .none : Self.unknown(value, "mask:SIGTERM")
    }
    return names.isEmpty ? .none : .word("mask:" + names)
  }

  func signals(_ value: CValue) -> Meaning {
    Self.signals(in: value).map { .word($0.isEmpty ? "0" : $0) } ?? Self.unknown(value, "SIGTERM")
  }

  /// `[USR2 PIPE]`, as one word of a line.
  private static func signals(in value: CValue) -> String? {
    value.elements?.flatMap { $0.text.split(separator: " ") }.map { "SIG" + $0 }.joined(separator: "|")
  }
}

// MARK: - Messages

extension CWords {
  /// The lengths of buffers: an array of struct iovec.
  func lengths(_ value: CValue) -> Meaning {
    guard let buffers = value.elements else { return Self.unknown(value, "4096") }
    return .words(buffers.compactMap { $0.field("iov_len")?.text })
  }

  /// Buffers with data.
  func buffers(_ value: CValue) -> Meaning {
    guard let buffers = value.elements else { return Self.unknown(value, "\"text\"") }
    var words: [String] = []
    for buffer in buffers {
      guard let base = buffer.field("iov_base") else { return Self.unknown(value, "\"text\"") }
      switch data(base, length: buffer.field("iov_len")) {
      case .words(let more): words += more
      case .unknown(let unknown): return .unknown(unknown)
      }
    }
    return .words(words)
  }

  /// A struct msghdr, or an array of struct mmsghdr.
  func messages(_ value: CValue) -> Meaning {
    let headers = (value.elements ?? [value]).map { $0.field("msg_hdr") ?? $0 }
    var words: [String] = []
    for header in headers {
      guard let vectors = header.field("msg_iov") else { return Self.unknown(value, "\"text\"") }
      let name = header.field("msg_name").flatMap { CAddress.text(of: $0, next: nil) }
      let buffers = vectors.text == "NULL" ? .none : buffers(vectors)
      guard case .words(let data) = buffers else { return buffers }
      let control = header.field("msg_control")?.elements ?? []
      words += data + (name.map { ["to", $0] } ?? []) + control.compactMap(self.control)
    }
    return .words(words)
  }

  /// A control message, such as `{cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[5]}`.
  private func control(_ value: CValue) -> String? {
    guard let type = value.field("cmsg_type")?.text else { return nil }
    guard let data = value.field("cmsg_data") else { return type + ":" }
    if let numbers = data.elements?.map(\.text) {
      return type + ":" + numbers.map { type.hasPrefix("SCM_RIGHTS") ? watched($0) : $0 }.joined(separator: ",")
    }
    if let local = data.field("ipi_spec_dst") ?? data.field("ipi6_addr"),
      let interface = data.field("ipi_ifindex") ?? data.field("ipi6_ifindex")
    {
      let index = interface.text.hasPrefix("if_") ? "lo" : interface.text
      return "\(type):\(Self.inside(local)),\(index)"
    }
    guard case .record(let fields) = data.kind else { return nil }
    return type + ":" + fields.map(\.value.text).joined(separator: ",")
  }

  /// The room for a message, or for several.
  func messageOut(_ value: CValue) -> Meaning {
    let header = (value.elements?.first ?? value).field("msg_hdr") ?? value
    guard let vectors = header.field("msg_iov") else { return Self.unknown(value, "4096") }
    return lengths(vectors)
  }
}

extension OptionForm {
  /// A value to be typed instead of a variable of C.
  fileprivate var example: String {
    switch self {
    case .linger: "on 5s"
    case .time: "5s"
    case .integer("bytes"): "65536"
    case .integer: "10"
    case .membership: "239.1.2.3"
    case .membership6: "ff02::1234"
    case .address: "127.0.0.1"
    case .text: "lo"
    case .named(let table), .constant(let table): table.symbols.first ?? "on"
    default: "on"
    }
  }
}
