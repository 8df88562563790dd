import Handles

/// The arguments of sendmsg, recvmsg and those for several messages, their structures taken apart: strace and cards
/// write the same fields, but strace knows fewer control messages, and shows nothing of a call that failed.
enum MessageCText {
  static func values(_ arguments: [String], _ dialect: CText.Dialect) -> [Value] {
    guard arguments.count > 2 else { return arguments.map { .word($0) } }
    let descriptor = Value.word(String(arguments[0].prefix { $0.isNumber }))
    let rest = arguments[2...].map { Value.word($0.split(separator: "|").sorted().joined(separator: "|")) }
    return [descriptor] + messages(arguments[1], dialect) + rest
  }

  /// The data that a receiving call was given; nil when it was none, or of several messages.
  static func received(_ arguments: [String]) -> Value? {
    guard arguments.count > 1, let fields = fields(arguments[1]), let vectors = fields["msg_iov"] else { return nil }
    var all: [UInt8] = []
    for vector in items(vectors) {
      if case .bytes(let bytes, _)? = CText.bytes(self.fields(vector)?["iov_base"] ?? "", .strace) { all += bytes }
    }
    return .bytes(all, isCut: false)
  }

  private static func messages(_ text: String, _ dialect: CText.Dialect) -> [Value] {
    if text.hasPrefix("0x") { return [room] }
    guard text.hasPrefix("[") else { return message(text, dialect) }
    let parts = items(text).flatMap { item -> [Value] in
      guard let fields = fields(item), let header = fields["msg_hdr"] else { return [room] }
      let parts = message(header, dialect)
      return parts == [room] ? parts : parts + [.word(fields["msg_len"] ?? "")]
    }
    return parts.contains(room) ? [room] : parts
  }

  /// Room in which nothing stands yet.
  private static let room = Value.word("room")

  /// The parts of a message, or that there is only room for one.
  private static func message(_ text: String, _ dialect: CText.Dialect) -> [Value] {
    guard let fields = fields(text), let length = fields["msg_namelen"], let vectors = fields["msg_iov"] else {
      return [room]
    }
    if fields["msg_name"] == "addr", !length.contains("=>") { return [room] }
    let buffers = items(vectors).flatMap { buffer -> [Value] in
      let fields = self.fields(buffer) ?? [:]
      return [CText.bytes(fields["iov_base"] ?? "", dialect) ?? .any, .word(fields["iov_len"] ?? "")]
    }
    let control = items(fields["msg_control"] ?? "NULL").flatMap(ControlCText.values)
    let last = [fields["msg_iovlen"], fields["msg_controllen"], fields["msg_flags"]].map { Value.word($0 ?? "") }
    return [.word(name(fields["msg_name"] ?? "")), .word(length)] + buffers + control + last
  }

  private static func name(_ text: String) -> String {
    text.hasPrefix("0x") ? "addr" : StraceAddress.read(text) ?? text
  }

  /// The fields of `{name=value, name=value}`; nil when `text` is no structure.
  static func fields(_ text: String) -> [String: String]? {
    guard text.hasPrefix("{"), let (parts, _) = CText.split(list: (text.dropFirst().dropLast() + ")")[...]) else {
      return nil
    }
    var fields: [String: String] = [:]
    for part in parts {
      guard let equals = part.firstIndex(of: "=") else { continue }
      fields[String(part[..<equals])] = String(part[part.index(after: equals)...])
    }
    return fields
  }

  /// The items of `[one, two]`, but for the dots of a list that was cut.
  static func items(_ text: String) -> [String] {
    guard text.hasPrefix("["), let (parts, _) = CText.split(list: (text.dropFirst().dropLast() + ")")[...]) else {
      return []
    }
    return parts.filter { $0 != "..." }
  }
}

/// A control message: `{cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[5]}`.
enum ControlCText {
  /// What strace 6 has no names for.
  private static let types = [
    "SOL_SOCKET 0x4": "SCM_PIDFD", "SOL_IPV6 0x19": "IPV6_RECVERR", "SOL_IPV6 0x32": "IPV6_PKTINFO",
    "SOL_IPV6 0x34": "IPV6_HOPLIMIT", "SOL_IPV6 0x43": "IPV6_TCLASS", "SOL_UDP 0x67": "UDP_SEGMENT",
    "SOL_UDP 0x68": "UDP_GRO",
  ]

  static func values(_ text: String) -> [Value] {
    guard let fields = MessageCText.fields(text), let level = fields["cmsg_level"], let type = fields["cmsg_type"]
    else { return [.any] }
    let symbol = types["\(level) \(type)"] ?? (type.hasSuffix("_OLD") ? String(type.dropLast(4)) : type)
    let data = fields["cmsg_data"].map { Value.word(Self.data($0)) } ?? .any
    return [.word(fields["cmsg_len"] ?? ""), .word(level), .word(symbol), data]
  }

  private static let errors = ["111": "ECONNREFUSED", "90": "EMSGSIZE", "113": "EHOSTUNREACH"]
  private static let origins = ["1": "LOCAL", "2": "ICMP", "3": "ICMP6", "5": "ZEROCOPY"]

  private static func data(_ text: String) -> String {
    if text.hasPrefix("{sa_family="), let address = StraceAddress.read(text) { return address }
    guard text.hasPrefix("{ee_errno="), var fields = MessageCText.fields(text) else {
      return text.replacing(/<[^>]*>/, with: "")
    }
    fields["ee_errno"] = errors[fields["ee_errno"]!] ?? fields["ee_errno"]
    fields["ee_origin"] = origins[fields["ee_origin"]!].map { "SO_EE_ORIGIN_" + $0 } ?? fields["ee_origin"]
    let offender = fields["offender"] ?? ""
    fields["offender"] =
      offender.hasPrefix("{sa_family=AF_UNSPEC") ? "{AF_UNSPEC}" : StraceAddress.read(offender) ?? offender
    return fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }

  /// The descriptors that came with a message, with their sockets as `strace -y` tells them.
  static func descriptors(_ call: Traced) -> [(Int, String)] {
    guard call.name == "recvmsg" || call.name == "recvmmsg", (call.result ?? -1) >= 0 else { return [] }
    return call.arguments[1].matches(of: /cmsg_type=SCM_RIGHTS, cmsg_data=\[(.*?>)\]/).flatMap { match in
      String(match.1).matches(of: /([0-9]+)<([^>]*)>/).map { (Int($0.1)!, String($0.2)) }
    }
  }
}
