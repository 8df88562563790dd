import Glibc
import Handles
import Sockets

/// The arguments of setsockopt and getsockopt. strace decodes some structures, prints the bytes of others, and takes
/// four bytes for an int, whatever they are; cards write each option by its kind. Both come down to the value's bytes
/// here.
enum OptionCText {
  static func values(_ arguments: [String], _ dialect: CText.Dialect) -> [Value] {
    guard arguments.count == 5 else { return arguments.map { .word($0) } }
    let descriptor = String(arguments[0].prefix { $0.isNumber })
    // The kernel has two sockets options for each time, of which Linux on 64 bits uses the old one.
    let named = arguments[2].hasSuffix("_OLD") ? String(arguments[2].dropLast(4)) : arguments[2]
    // Two names of one number.
    let symbol = ["SO_DETACH_BPF": "SO_DETACH_FILTER", "IP_RECVORIGDSTADDR": "IP_ORIGDSTADDR"][named] ?? named
    return [
      .word(descriptor), .word(arguments[1]), .word(symbol), value(arguments[3], length: arguments[4], dialect),
      .word(arguments[4]),
    ]
  }

  private static func value(_ text: String, length: String, _ dialect: CText.Dialect) -> Value {
    if text == "val" || text.hasPrefix("0x") {
      return length.contains("=> 0]") ? .bytes([], isCut: false) : .word("val")
    }
    if text.hasPrefix("{len="), let count = text.between("{len=", ",") { return .word("\(count) instructions") }
    if case .bytes(let bytes, let isCut)? = CText.bytes(text, dialect) { return .bytes(trimmed(bytes), isCut: isCut) }
    guard let bytes = bytes(text) else { return .word(text) }
    // strace shows a struct ip_mreqn as a struct ip_mreq, without the index.
    return .bytes(trimmed(bytes), isCut: dialect == .strace && text.hasPrefix("{imr_multiaddr") && length == "12")
  }

  /// Without the zeros at the end: the length stands behind the value, and is compared by itself.
  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.reversed().drop { $0 == 0 }.reversed()) }

  /// The bytes of a number, an address, or a list or a structure of such.
  private static func bytes(_ text: String) -> [UInt8]? {
    if let open = text.first, open == "{" || open == "[" {
      guard let (parts, _) = CText.split(list: (String(text.dropFirst().dropLast()) + ")")[...]) else { return nil }
      var all: [UInt8] = []
      for part in parts {
        guard let bytes = bytes(part) else { return nil }
        all += bytes
      }
      return all
    }
    if let host = text.between("inet_addr(\"", "\"") { return host.split(separator: ".").compactMap { UInt8($0) } }
    if text.contains("inet_pton(") { return host6(text) }
    if let name = text.between("if_nametoindex(\"", "\"") { return number(Int(if_nametoindex(name)), 4) }
    if let equals = text.firstIndex(of: "=") {
      let name = text[..<equals], value = String(text[text.index(after: equals)...])
      if name.hasPrefix("tv_") { return Int(value).map { number($0, 8) } }
      return bytes(value)
    }
    let modes = ["MCAST_EXCLUDE": 0, "MCAST_INCLUDE": 1]
    return (modes[text] ?? Int(text) ?? Errno(symbol: text).map { Int($0.rawValue) }).map { number($0, 4) }
  }

  private static func number(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private static func host6(_ text: String) -> [UInt8]? {
    var host = in6_addr()
    guard let text = text.between("\"", "\""), inet_pton(AF_INET6, text, &host) == 1 else { return nil }
    return withUnsafeBytes(of: host) { Array($0) }
  }
}
