import Glibc
import Text

// An option's value as text.
extension OptionForm {
  /// Whether the value is printed as quoted bytes, as in strace.
  package var isQuoted: Bool {
    switch self {
    case .text, .bytes: true
    default: false
    }
  }

  /// The bytes between the quotes: those of a string without the NULs after it.
  package func quoted(_ bytes: [UInt8]) -> [UInt8] {
    if case .text = self { return Array(bytes.prefix { $0 != 0 }) }
    return bytes
  }

  /// The length argument of setsockopt: a filter is passed in a `struct sock_fprog`.
  package func length(_ bytes: [UInt8]) -> Int {
    if case .filter = self { return capacity }
    return bytes.count
  }

  /// `bytes` as strace prints them in a call, without the quotes of a value that `isQuoted`.
  package func inC(_ bytes: [UInt8]) -> String {
    switch self {
    case .linger where bytes.count >= 8: return "{l_onoff=\(number(bytes)), l_linger=\(number(bytes, at: 4))}"
    case .time where bytes.count >= 16: return "{tv_sec=\(long(bytes)), tv_usec=\(long(bytes, at: 8))}"
    case .credentials where bytes.count >= 12:
      return "{pid=\(number(bytes)), uid=\(number(bytes, at: 4)), gid=\(number(bytes, at: 8))}"
    case .address where bytes.count >= 4: return inC(address: bytes)
    case .membership, .sourceMembership, .sourceFilter, .membership6: return groupInC(bytes)
    case .linkMembership where bytes.count >= 16: return linkInC(bytes)
    case .packetCounts where bytes.count >= 8:
      return "{tp_packets=\(number(bytes)), tp_drops=\(number(bytes, at: 4))}"
    case .filter: return "{len=\(bytes.count / 8), filter=…}"
    default: return "[\(number(bytes))]"
    }
  }

  /// `bytes` as one would type them after the option's name.
  package func text(_ bytes: [UInt8]) -> String {
    switch self {
    case .constant(let table): return table.symbol(Int32(number(bytes)))
    case .ports where bytes.count >= 4: return number(bytes) == 0 ? "0" : "\(half(bytes, 0))-\(half(bytes, 2))"
    case .errno: return number(bytes) == 0 ? "0" : Errno(Int32(number(bytes))).symbol
    case .linger where bytes.count >= 8: return number(bytes) == 0 ? "off" : "on \(number(bytes, at: 4))s"
    case .time where bytes.count >= 16: return Self.time(long(bytes), long(bytes, at: 8))
    case .text: return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    case .address where bytes.count >= 4: return Self.host(bytes[0..<4])
    case .credentials where bytes.count >= 12:
      return "pid \(number(bytes)) uid \(number(bytes, at: 4)) gid \(number(bytes, at: 8))"
    case .packetCounts where bytes.count >= 8: return "\(number(bytes)) packets, \(number(bytes, at: 4)) dropped"
    case .bytes, .filter: return "hex:" + bytes.map(\.hexDigits).joined()
    default: return "\(number(bytes))"
    }
  }

  /// The value as a number; nil if it is not a number.
  package func number(of bytes: [UInt8]) -> Int? {
    switch self {
    case .flag, .integer, .named: number(bytes)
    default: nil
    }
  }

  /// The value as an int, also if it is printed as the name of a constant.
  package func int(of bytes: [UInt8]) -> Int? {
    if case .constant = self { return number(bytes) }
    return number(of: bytes)
  }

  /// The unit after a number, with a space before it.
  package var unit: String {
    if case .integer(let unit) = self, !unit.isEmpty { return " " + unit }
    return ""
  }

  private static func time(_ seconds: Int, _ microseconds: Int) -> String {
    if microseconds == 0 { return "\(seconds)s" }
    let (most, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (all, isTooMuch) = most.addingReportingOverflow(microseconds)
    // Next to a time too long to count in microseconds, a fraction of a second does not matter.
    if isTooLong || isTooMuch { return "\(seconds)s" }
    return all % 1000 == 0 ? "\(all / 1000)ms" : "\(all)us"
  }
}

// MARK: - Pieces

extension OptionForm {
  /// An int. A shorter value, such as a single char, is filled up with zeros.
  func number(_ bytes: [UInt8], at start: Int = 0) -> Int {
    Int(Int32(truncatingIfNeeded: bytes.dropFirst(start).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }))
  }

  func half(_ bytes: [UInt8], _ start: Int) -> Int { Int(bytes[start]) | Int(bytes[start + 1]) << 8 }

  func long(_ bytes: [UInt8], at start: Int = 0) -> Int {
    bytes.dropFirst(start).prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func host(_ bytes: ArraySlice<UInt8>) -> String { bytes.map { "\($0)" }.joined(separator: ".") }

  private func inC(address bytes: some Sequence<UInt8>) -> String { "inet_addr(\"\(Self.host(Array(bytes)[...]))\")" }

  private func groupInC(_ bytes: [UInt8]) -> String {
    func address(_ start: Int) -> String { inC(address: bytes[start..<start + 4]) }
    switch self {
    case .membership6 where bytes.count >= 20:
      return "{ipv6mr_multiaddr=\(Self.host6(bytes)), ipv6mr_interface=\(number(bytes, at: 16))}"
    case .sourceMembership where bytes.count >= 12:
      return "{imr_multiaddr=\(address(0)), imr_interface=\(address(4)), imr_sourceaddr=\(address(8))}"
    case .sourceFilter where bytes.count >= 16:
      let sources = stride(from: 16, to: bytes.count - 3, by: 4).map(address).joined(separator: ", ")
      let mode = number(bytes, at: 8) == 1 ? "MCAST_INCLUDE" : "MCAST_EXCLUDE"
      return
        "{imsf_multiaddr=\(address(0)), imsf_interface=\(address(4)), imsf_fmode=\(mode), imsf_numsrc=\(number(bytes, at: 12)), imsf_slist=[\(sources)]}"
    case .membership where bytes.count >= 12:
      return "{imr_multiaddr=\(address(0)), imr_address=\(address(4)), imr_ifindex=\(number(bytes, at: 8))}"
    case .membership where bytes.count >= 8: return "{imr_multiaddr=\(address(0)), imr_interface=\(address(4))}"
    default: return "[]"
    }
  }

  private func linkInC(_ bytes: [UInt8]) -> String {
    let (kind, length) = (half(bytes, 4), half(bytes, 6))
    let name = Self.linkMembershipKinds.indices.contains(kind) ? Self.linkMembershipKinds[kind].uppercased() : "\(kind)"
    let address = bytes[8..<8 + min(length, 8)].map(\.hexDigits).joined(separator: ":")
    return
      "{mr_ifindex=\(LinkAddress.inC(interface: Int32(number(bytes)))), mr_type=PACKET_MR_\(name), mr_alen=\(length), mr_address=\(address)}"
  }

  /// How much more a packet socket is to receive, by the kernel's numbers (PACKET_MR_MULTICAST and so on).
  package static let linkMembershipKinds = ["multicast", "promisc", "allmulti", "unicast"]

  private static func host6(_ bytes: [UInt8]) -> String {
    "inet_pton(\"\(SocketAddress.text(ofHost: bytes, AF_INET6))\")"
  }
}
