import Glibc

/// The three numbers that socket(2) takes, by name.
public struct SocketKind: Sendable, Hashable {
  public let domain: Domain
  public let type: Kind
  public let transport: Transport

  public init(domain: Domain, type: Kind, transport: Transport) {
    self.domain = domain
    self.type = type
    self.transport = transport
  }

  public var isTCP: Bool { type == .stream && domain != .unix }
  /// The word that `socket` takes, such as `tcp6`; C's spelling where there is none.
  public var word: String {
    Self.words.first { $0.kind == self }?.word ?? "\(domain.symbol) \(type.symbol)"
  }
}

/// An address family. The raw values are Linux's.
public enum Domain: Int32, Sendable, CaseIterable {
  case unix = 1
  case ipv4 = 2
  case ipv6 = 10

  public var symbol: String {
    switch self {
    case .unix: "AF_UNIX"
    case .ipv4: "AF_INET"
    case .ipv6: "AF_INET6"
    }
  }
}

/// A socket type. The raw values are Linux's.
public enum Kind: Int32, Sendable, CaseIterable {
  case stream = 1
  case datagram = 2

  public var symbol: String { self == .stream ? "SOCK_STREAM" : "SOCK_DGRAM" }
}

/// A protocol of socket(2)'s third argument. The raw values are Linux's.
public enum Transport: Int32, Sendable, CaseIterable {
  case none = 0
  case tcp = 6
  case udp = 17

  public var symbol: String {
    switch self {
    case .none: "0"
    case .tcp: "IPPROTO_TCP"
    case .udp: "IPPROTO_UDP"
    }
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
}
