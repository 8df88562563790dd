import Glibc
import Text

/// What a descriptor is: the three arguments of socket(2), or a kind of file that is not a socket.
package struct SocketKind: Sendable, Hashable {
  package let domain: Domain
  package let type: Kind
  package let transport: Transport
  /// Whether it is TCP, or MPTCP, which consists of TCP connections. Stored, because every observation of a socket asks
  /// for it.
  package let isTCP: Bool
  /// Whether it is an internet datagram socket with ports, such as UDP. Computed once, for the same reason.
  package let isUDP: Bool

  package init(domain: Domain, type: Kind, transport: Transport) {
    self.domain = domain
    self.type = type
    self.transport = transport
    isTCP = type == .stream && (domain == .ipv4 || domain == .ipv6) && [.none, .tcp, .mptcp].contains(transport)
    isUDP = type == .datagram && (domain == .ipv4 || domain == .ipv6) && transport != .icmp && transport != .icmp6
  }

  /// Written out, as are those of the numbers in it, so that other modules can have it inlined.
  @inlinable package static func == (left: SocketKind, right: SocketKind) -> Bool {
    left.domain == right.domain && left.type == right.type && left.transport == right.transport
  }

  @inlinable package var isMPTCP: Bool { isTCP && transport == .mptcp }
  @inlinable package var isInternet: Bool { domain == .ipv4 || domain == .ipv6 }
  /// Whether it is a ping socket, which only sends and receives ICMP echo, see icmp(7).
  @inlinable package var isPing: Bool { isInternet && type == .datagram && (transport == .icmp || transport == .icmp6) }
  /// Whether an address identifies one socket of this kind. (The port of a raw socket is its protocol.)
  package var hasPorts: Bool { type != .raw && domain != .packet && !isPing || domain == .netlink }
  /// Whether it is a byte stream, so that reading 0 bytes means end of file.
  @inlinable package var isStream: Bool { type == .stream || !isSocket }
  /// Whether it is a socket.
  @inlinable package var isSocket: Bool { domain != .unspecified }
  /// Whether what it receives is made by the kernel, or is whole packets, so that numbers in it differ each time.
  package var receivesHeaders: Bool { domain == .netlink || domain == .packet || type == .raw || isPing }
  /// The word for the `socket` command, such as `tcp6`; C's spelling if there is none.
  package var word: String {
    Self.wordsByKind[self] ?? usual.flatMap { Self.wordsByKind[$0] } ?? spelledOut
  }

  /// The kind that protocol 0 means: the kernel then takes the usual protocol, TCP or UDP, see ip(7).
  private var usual: SocketKind? {
    guard isInternet, transport == .none, type == .stream || type == .datagram else { return nil }
    return SocketKind(domain: domain, type: type, transport: type == .stream ? .tcp : .udp)
  }

  /// The three arguments of socket(2).
  package var inC: String { "\(domain.symbol) \(type.symbol) \(transport.symbol(in: domain))" }

  private var spelledOut: String {
    "\(domain.symbol) \(type.symbol)" + (transport == .none ? "" : " \(transport.symbol(in: domain))")
  }
}

/// An address family. The raw values are Linux's.
package struct Domain: RawRepresentable, Sendable, Hashable {
  package let rawValue: Int32
  @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
  @inlinable package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  package static let unspecified = Domain(rawValue: 0)
  package static let unix = Domain(rawValue: 1)
  package static let ipv4 = Domain(rawValue: 2)
  package static let ipv6 = Domain(rawValue: 10)
  package static let netlink = Domain(rawValue: 16)
  package static let packet = Domain(rawValue: 17)
  package static let can = Domain(rawValue: 29)
  package static let bluetooth = Domain(rawValue: 31)
  package static let vsock = Domain(rawValue: 40)
  package static let kcm = Domain(rawValue: 41)

  package var symbol: String { ConstantTable.families.symbol(rawValue) }

  /// Its protocols; nil if none of them has a name.
  package var protocols: ConstantTable? {
    switch self {
    case .ipv4, .ipv6: .protocols
    case .netlink: .netlinkProtocols
    case .packet: .etherTypes
    case .can: .canProtocols
    case .bluetooth: .bluetoothProtocols
    case .kcm: .kcmProtocols
    default: nil
    }
  }
}

/// A socket type. The raw values are Linux's.
package struct Kind: RawRepresentable, Sendable, Hashable {
  package let rawValue: Int32
  @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
  @inlinable package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  package static let stream = Kind(rawValue: 1)
  package static let datagram = Kind(rawValue: 2)
  package static let raw = Kind(rawValue: 3)
  /// SOCK_RDM
  package static let reliable = Kind(rawValue: 4)
  package static let sequenced = Kind(rawValue: 5)

  package var symbol: String { ConstantTable.types.symbol(rawValue) }
}

/// A protocol, the third argument of socket(2). The raw values are Linux's.
package struct Transport: RawRepresentable, Sendable, Hashable {
  package let rawValue: Int32
  @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }
  @inlinable package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  package static let none = Transport(rawValue: 0)
  package static let icmp = Transport(rawValue: 1)
  package static let tcp = Transport(rawValue: 6)
  package static let udp = Transport(rawValue: 17)
  package static let icmp6 = Transport(rawValue: 58)
  package static let sctp = Transport(rawValue: 132)
  package static let udplite = Transport(rawValue: 136)
  package static let raw = Transport(rawValue: 255)
  package static let mptcp = Transport(rawValue: 262)
  /// ETH_P_ALL: every frame of a packet socket.
  package static let allFrames = Transport(frames: 3)

  /// The protocol of a packet socket: an EtherType in network byte order.
  private init(frames type: Int32) { rawValue = Int32(UInt16(truncatingIfNeeded: type).bigEndian) }

  /// The protocol that `symbol`, which may be a number, names in `domain`; nil if there is no such protocol.
  package init?(symbol: String, in domain: Domain) {
    guard let value = domain.protocols?.value(symbol) ?? Int32(numeral: symbol) else { return nil }
    if domain == .packet, Int32(numeral: symbol) == nil { self.init(frames: value) } else { self.init(rawValue: value) }
  }

  /// Its name; each family has its own numbers for its protocols.
  package func symbol(in domain: Domain) -> String {
    guard let table = domain.protocols else { return "\(rawValue)" }
    guard domain == .packet, rawValue != 0 else { return table.symbol(rawValue) }
    let type = Int32(UInt16(truncatingIfNeeded: rawValue).byteSwapped)
    let symbol = table.symbol(type)
    return "htons(\(symbol.hasPrefix("ETH_") ? symbol : "0x" + String(type, radix: 16)))"
  }

  /// The names of the protocols of `domain`.
  package static func symbols(in domain: Domain) -> [String] { domain.protocols?.symbols ?? ["0"] }
}

extension SocketKind {
  /// Whether `word` begins a kind: a short word, or an address family as in C.
  package static func begins(with word: String) -> Bool {
    words.contains { $0.word == word } || word.hasPrefix("AF_") || word.hasPrefix("PF_")
  }

  /// The short words for the usual kinds, in the order of help.
  package static let words: [(word: String, kind: SocketKind)] = [
    ("tcp", SocketKind(domain: .ipv4, type: .stream, transport: .tcp)),
    ("udp", SocketKind(domain: .ipv4, type: .datagram, transport: .udp)),
    ("tcp6", SocketKind(domain: .ipv6, type: .stream, transport: .tcp)),
    ("udp6", SocketKind(domain: .ipv6, type: .datagram, transport: .udp)),
    ("unix", SocketKind(domain: .unix, type: .stream, transport: .none)),
    ("unix-dgram", SocketKind(domain: .unix, type: .datagram, transport: .none)),
    ("unix-seqpacket", SocketKind(domain: .unix, type: .sequenced, transport: .none)),
    ("mptcp", SocketKind(domain: .ipv4, type: .stream, transport: .mptcp)),
    ("mptcp6", SocketKind(domain: .ipv6, type: .stream, transport: .mptcp)),
    ("udplite", SocketKind(domain: .ipv4, type: .datagram, transport: .udplite)),
    ("udplite6", SocketKind(domain: .ipv6, type: .datagram, transport: .udplite)),
    ("sctp", SocketKind(domain: .ipv4, type: .stream, transport: .sctp)),
    ("sctp6", SocketKind(domain: .ipv6, type: .stream, transport: .sctp)),
    ("icmp", SocketKind(domain: .ipv4, type: .datagram, transport: .icmp)),
    ("icmp6", SocketKind(domain: .ipv6, type: .datagram, transport: .icmp6)),
    ("raw", SocketKind(domain: .ipv4, type: .raw, transport: .raw)),
    ("raw-icmp", SocketKind(domain: .ipv4, type: .raw, transport: .icmp)),
    ("raw-icmp6", SocketKind(domain: .ipv6, type: .raw, transport: .icmp6)),
    ("packet", SocketKind(domain: .packet, type: .raw, transport: .allFrames)),
    ("packet-dgram", SocketKind(domain: .packet, type: .datagram, transport: .allFrames)),
    ("netlink", SocketKind(domain: .netlink, type: .raw, transport: .none)),
    ("vsock", SocketKind(domain: .vsock, type: .stream, transport: .none)),
    ("vsock-dgram", SocketKind(domain: .vsock, type: .datagram, transport: .none)),
  ]

  /// Descriptors that are not sockets. Their type numbers are ours.
  package static let epoll = SocketKind(domain: .unspecified, type: Kind(rawValue: -1), transport: .none)
  package static let pipe = SocketKind(domain: .unspecified, type: Kind(rawValue: -2), transport: .none)
  package static let file = SocketKind(domain: .unspecified, type: Kind(rawValue: -3), transport: .none)
  package static let eventfd = SocketKind(domain: .unspecified, type: Kind(rawValue: -4), transport: .none)
  package static let timerfd = SocketKind(domain: .unspecified, type: Kind(rawValue: -5), transport: .none)
  package static let signalfd = SocketKind(domain: .unspecified, type: Kind(rawValue: -6), transport: .none)
  package static let pidfd = SocketKind(domain: .unspecified, type: Kind(rawValue: -7), transport: .none)
  package static let memfd = SocketKind(domain: .unspecified, type: Kind(rawValue: -8), transport: .none)
  package static let directory = SocketKind(domain: .unspecified, type: Kind(rawValue: -9), transport: .none)

  private static let others: [(word: String, kind: SocketKind)] = [
    ("epoll", .epoll), ("pipe", .pipe), ("file", .file), ("eventfd", .eventfd), ("timerfd", .timerfd),
    ("signalfd", .signalfd), ("pidfd", .pidfd), ("memfd", .memfd), ("directory", .directory),
  ]

  private static let wordsByKind = Dictionary((words + others).map { ($0.kind, $0.word) }) { first, _ in first }
}
