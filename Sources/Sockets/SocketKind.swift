import Glibc

/// The three numbers that socket(2) takes, by name; and what a descriptor is that is no socket.
public struct SocketKind: Sendable, Hashable {
  public let domain: Domain
  public let type: Kind
  public let transport: Transport

  public init(domain: Domain, type: Kind, transport: Transport) {
    self.domain = domain
    self.type = type
    self.transport = transport
  }

  public var isTCP: Bool { type == .stream && (domain == .ipv4 || domain == .ipv6) }
  /// Whether it carries bytes without bounds between them, so that reading nothing means the end.
  public var isStream: Bool { type == .stream || !isSocket }
  /// Whether its descriptor is a socket's.
  public var isSocket: Bool { domain != .unspecified }
  /// The word that `socket` takes, such as `tcp6`; C's spelling where there is none.
  public var word: String {
    (Self.words + Self.others).first { $0.kind == self }?.word ?? spelledOut
  }

  private var spelledOut: String {
    "\(domain.symbol) \(type.symbol)" + (transport == .none ? "" : " \(transport.symbol(in: domain))")
  }
}

/// An address family. The raw values are Linux's.
public struct Domain: RawRepresentable, Sendable, Hashable {
  public let rawValue: Int32
  public init(rawValue: Int32) { self.rawValue = rawValue }

  public static let unspecified = Domain(rawValue: 0)
  public static let unix = Domain(rawValue: 1)
  public static let ipv4 = Domain(rawValue: 2)
  public static let ipv6 = Domain(rawValue: 10)

  public var symbol: String { ConstantTable.families.symbol(rawValue) }
}

/// A socket type. The raw values are Linux's.
public struct Kind: RawRepresentable, Sendable, Hashable {
  public let rawValue: Int32
  public init(rawValue: Int32) { self.rawValue = rawValue }

  public static let stream = Kind(rawValue: 1)
  public static let datagram = Kind(rawValue: 2)

  public var symbol: String { ConstantTable.types.symbol(rawValue) }
}

/// A protocol of socket(2)'s third argument. The raw values are Linux's.
public struct Transport: RawRepresentable, Sendable, Hashable {
  public let rawValue: Int32
  public init(rawValue: Int32) { self.rawValue = rawValue }

  public static let none = Transport(rawValue: 0)
  public static let tcp = Transport(rawValue: 6)
  public static let udp = Transport(rawValue: 17)

  /// Its name: the numbers mean protocols of the Internet in the families of the Internet only.
  public func symbol(in domain: Domain) -> String {
    domain == .ipv4 || domain == .ipv6 ? ConstantTable.protocols.symbol(rawValue) : "\(rawValue)"
  }
}

extension SocketKind {
  /// The short words for the usual kinds, in help's order.
  public static let words: [(word: String, kind: SocketKind)] = [
    ("tcp", SocketKind(domain: .ipv4, type: .stream, transport: .tcp)),
    ("udp", SocketKind(domain: .ipv4, type: .datagram, transport: .udp)),
    ("tcp6", SocketKind(domain: .ipv6, type: .stream, transport: .tcp)),
    ("udp6", SocketKind(domain: .ipv6, type: .datagram, transport: .udp)),
    ("unix", SocketKind(domain: .unix, type: .stream, transport: .none)),
    ("unix-dgram", SocketKind(domain: .unix, type: .datagram, transport: .none)),
  ]

  /// What other descriptors are. The types' numbers are ours.
  public static let epoll = SocketKind(domain: .unspecified, type: Kind(rawValue: -1), transport: .none)
  public static let pipe = SocketKind(domain: .unspecified, type: Kind(rawValue: -2), transport: .none)
  public static let file = SocketKind(domain: .unspecified, type: Kind(rawValue: -3), transport: .none)

  private static let others: [(word: String, kind: SocketKind)] = [("epoll", .epoll), ("pipe", .pipe), ("file", .file)]
}
