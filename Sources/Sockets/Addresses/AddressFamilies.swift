import Text

// Address families whose addresses are only numbers: netlink(7), packet(7), vsock(7), and AF_UNSPEC.
extension SocketAddress {
  /// VMADDR_CID_LOCAL: this machine.
  static let localContext: UInt32 = 1
  /// VMADDR_CID_ANY and VMADDR_PORT_ANY.
  static let anyContext = UInt32.max

  /// Whether it is what the kernel returns for a socket that has no address yet.
  package var isUnset: Bool {
    switch self {
    case .ipv4(_, let port), .ipv6(_, _, let port, _): port == 0
    case .unix(let path): path.isEmpty
    case .netlink(let port, let groups): port == 0 && groups == 0
    case .packet(let link): link.interface == 0
    case .vsock(_, let port): port == Self.anyContext
    case .unspecified, .other: true
    }
  }

  /// Whether it is a multicast group: 224.0.0.0/4, ff00::/8, or an IPv4-mapped one.
  package var isMulticast: Bool {
    switch unmapped {
    case .ipv4(let host, _): host >> 28 == 0xe
    case .ipv6(let high, _, _, _): high >> 56 == 0xff
    default: false
    }
  }

  /// The port, or the number that a family has instead of a port.
  package var number: Int {
    switch self {
    case .netlink(let port, _), .vsock(_, let port): Int(port)
    default: Int(port)
    }
  }

  /// Whether it asks the kernel to choose its port, or the number that it has instead.
  package var asksForAnyNumber: Bool {
    switch self {
    case .vsock: isUnset
    case .unix: isUnnamed
    default: number == 0
    }
  }
}

extension SocketKind {
  /// Whether a socket of this kind with this `local` address was bound to it. The port of a raw socket is its protocol
  /// number, which it has from the start.
  package func isBound(to local: SocketAddress) -> Bool {
    type == .raw && isInternet ? !local.isWildcard : !local.isUnset
  }
}

// MARK: - As text

extension SocketAddress {
  var plainText: String {
    switch self {
    case .netlink(let port, let groups): "netlink:\(port)" + (groups == 0 ? "" : ":\(groups)")
    case .packet(let link): "packet:\(link.text)"
    case .vsock(let context, let port): "vsock:\(Self.word(context)):\(Self.word(port))"
    default: "unspec"
    }
  }

  private static func word(_ number: UInt32) -> String { number == anyContext ? "any" : "\(number)" }

  /// Parses an address of one of these families; nil if `text` is of another family.
  static func plain(_ text: String) throws(Problem) -> SocketAddress? {
    if text == "unspec" { return .unspecified }
    if text.hasPrefix("netlink:") {
      let numbers = text.dropFirst(8).split(separator: ":", omittingEmptySubsequences: false).map(number)
      guard let port = numbers[0], numbers.count < 3, let groups = numbers.count > 1 ? numbers[1] : 0 else {
        throw .badForm("netlink:PID or netlink:PID:GROUPS; PID 0 is the kernel, or lets it choose")
      }
      return .netlink(port, groups: groups)
    }
    if text.hasPrefix("vsock:") {
      let numbers = text.dropFirst(6).split(separator: ":", omittingEmptySubsequences: false).map(number)
      guard numbers.count == 2, let context = numbers[0], let port = numbers[1] else {
        throw .badForm("vsock:CID:PORT; 1 is this machine, 2 its host, any is all or lets the kernel choose")
      }
      return .vsock(context, port: port)
    }
    guard text.hasPrefix("packet:") else { return nil }
    guard let link = LinkAddress(text: text.dropFirst(7)) else {
      throw .badForm(
        "packet:INTERFACE, packet:lo:ETH_P_IP or packet:eth0:0x88b5:02:00:00:00:00:01; the interface any is all")
    }
    return .packet(link)
  }

  private static func number(_ text: Substring) -> UInt32? {
    if text == "any" { return anyContext }
    return UInt32(numeralOrHex: text)
  }
}

// MARK: - As C has it

extension SocketAddress {
  /// The bytes of its C struct.
  var plainBytes: [UInt8] {
    switch self {
    case .netlink(let port, let groups): UInt16(16).bytesInMemory + [0, 0] + port.bytesInMemory + groups.bytesInMemory
    case .packet(let link):
      UInt16(17).bytesInMemory + link.type.bigEndian.bytesInMemory + link.interface.bytesInMemory
        + link.hardware.bytesInMemory
        + [link.packet, UInt8(link.bytes.count)] + link.bytes + Array(repeating: 0, count: 8 - link.bytes.count)
    case .vsock(let context, let port):
      UInt16(40).bytesInMemory + [0, 0] + port.bytesInMemory + context.bytesInMemory + [0, 0, 0, 0]
    default: Array(repeating: 0, count: structure.size)
    }
  }

  /// Reads the C struct in `bytes`, whose first field is `family`; nil if it is not one of these families, or too
  /// short.
  init?(plain bytes: [UInt8], _ family: UInt16) {
    func long(_ start: Int) -> UInt32 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: UInt32.self) }
    }
    func short(_ start: Int) -> UInt16 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: UInt16.self) }
    }
    switch family {
    case 0: self = .unspecified
    case 16 where bytes.count >= 12: self = .netlink(long(4), groups: long(8))
    case 17 where bytes.count >= 12:
      let length = min(Int(bytes[11]), 8, bytes.count - 12)
      self = .packet(
        LinkAddress(
          interface: Int32(bitPattern: long(4)), type: UInt16(bigEndian: short(2)), hardware: short(8),
          packet: bytes[10],
          bytes: Array(bytes[12..<12 + length])))
    case 40 where bytes.count >= 12: self = .vsock(long(8), port: long(4))
    default: return nil
    }
  }
}

// MARK: - Field by field

extension SocketAddress {
  func plainLayout(_ bytes: [UInt8]) -> [MemoryField] {
    func field(_ offset: Int, _ count: Int, _ name: String, _ value: String, _ remark: String) -> MemoryField {
      MemoryField(
        offset: offset, name: name, bytes: Array(bytes[offset..<offset + count]), value: value, remark: remark)
    }
    switch self {
    case .netlink(let port, let groups):
      return [
        family("nl_family", bytes), field(2, 2, "nl_pad", "0", "unused"),
        field(
          4, 4, "nl_pid", "\(port)",
          port == 0 ? "0 is the kernel" : "host byte order; a port, often the process's number"),
        field(8, 4, "nl_groups", "\(groups)", "a mask of multicast groups"),
      ]
    case .packet(let link):
      return [
        family("sll_family", bytes),
        field(2, 2, "sll_protocol", ConstantTable.etherTypes.symbol(Int32(link.type)), "network byte order: htons"),
        field(4, 4, "sll_ifindex", "\(link.interface)", "interface index, host byte order; 0 is every interface"),
        field(8, 2, "sll_hatype", "\(link.hardware)", "kind of hardware, which the kernel fills in"),
        field(10, 1, "sll_pkttype", "\(link.packet)", "whom a frame was for, which the kernel fills in"),
        field(11, 1, "sll_halen", "\(link.bytes.count)", "bytes of the hardware address"),
        field(12, 8, "sll_addr", "", "hardware address"),
      ]
    case .vsock(let context, let port):
      return [
        family("svm_family", bytes), field(2, 2, "svm_reserved1", "0", "unused"),
        field(4, 4, "svm_port", Self.word(port), "host byte order"),
        field(8, 4, "svm_cid", Self.word(context), "context: a machine"),
        field(12, 1, "svm_flags", "0", ""), field(13, 3, "svm_zero", "0", "unused, fills up to sockaddr's 16 bytes"),
      ]
    default: return [family("sa_family", bytes), field(2, 14, "sa_data", "", "means nothing here")]
    }
  }
}
