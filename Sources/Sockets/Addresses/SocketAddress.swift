import Glibc

/// A socket address (`struct sockaddr`).
package enum SocketAddress: Sendable, Hashable {
  /// The host's four bytes as one number, most significant byte first, and the port.
  case ipv4(UInt32, port: UInt16)
  /// The host's sixteen bytes as two numbers, the port, and the scope id: the interface index of a link-local address.
  case ipv6(UInt64, UInt64, port: UInt16, scope: UInt32)
  /// A path, or an abstract name with its leading NUL; empty for an unnamed socket. See `unix(7)`.
  case unix([UInt8])
  /// A port id of netlink(7), which is 0 for the kernel, and a mask of multicast groups.
  case netlink(UInt32, groups: UInt32)
  /// An interface of packet(7), an EtherType, and perhaps a hardware address.
  case packet(LinkAddress)
  /// A context id (CID) and a port, see vsock(7).
  case vsock(UInt32, port: UInt32)
  /// No address (AF_UNSPEC). Connecting to it removes the peer.
  case unspecified
  /// An address of a family that sockplay does not decode.
  case other(family: UInt16)

  /// The port of an internet address; 0 for any other address, also for those of netlink and vsock, whose numbers have
  /// 32 bits.
  package var port: UInt16 {
    switch self {
    case .ipv4(_, let port), .ipv6(_, _, let port, _): port
    default: 0
    }
  }

  package var isInternet: Bool {
    switch self {
    case .ipv4, .ipv6: true
    default: false
    }
  }

  /// Whether it asks the kernel to choose the port.
  package var asksForAnyPort: Bool { isInternet && port == 0 }

  package var familySymbol: String {
    switch self {
    case .ipv4: "AF_INET"
    case .ipv6: "AF_INET6"
    case .unix: "AF_UNIX"
    case .netlink: "AF_NETLINK"
    case .packet: "AF_PACKET"
    case .vsock: "AF_VSOCK"
    case .unspecified: "AF_UNSPEC"
    case .other(let family): "AF_\(family)"
    }
  }

  /// The size of its `sockaddr` in bytes: the length argument that C programs pass.
  package var length: Int {
    switch self {
    case .ipv4: MemoryLayout<sockaddr_in>.size
    case .ipv6: MemoryLayout<sockaddr_in6>.size
    case .unix(let path): 2 + path.count + (path.isEmpty || path.first == 0 ? 0 : 1)
    case .netlink, .packet, .vsock, .unspecified: structure.size
    case .other: 2
    }
  }

  /// Whether it is the address of an unnamed UNIX domain socket.
  package var isUnnamed: Bool { self == .unix([]) }

  /// Whether it is the path of a UNIX domain socket, not an abstract name. Network namespaces share paths.
  package var isPath: Bool {
    if case .unix(let path) = self { return !path.isEmpty && path.first != 0 }
    return false
  }

  /// Whether the host part is 0.0.0.0 or ::.
  package var isWildcard: Bool {
    switch self {
    case .ipv4(let host, _): host == 0
    case .ipv6(let high, let low, _, _): high == 0 && low == 0
    default: false
    }
  }

  /// Whether packets to it stay on this machine: 127.0.0.0/8 (also IPv4-mapped), ::1, vsock's local context, and the
  /// wildcards, which Linux treats as loopback in connect.
  package var isLoopback: Bool {
    switch self.unmapped {
    case .ipv4(let host, _): host >> 24 == 127 || host == 0
    case .ipv6(let high, let low, _, _): high == 0 && low <= 1
    case .unix, .unspecified: true
    case .vsock(let context, _): context == Self.localContext
    case .netlink, .packet, .other: false
    }
  }

  /// An IPv4-mapped IPv6 address (`::ffff:a.b.c.d`, RFC 4291 section 2.5.5.2) as IPv4; any other address unchanged.
  package var unmapped: SocketAddress {
    if case .ipv6(0, let low, let port, _) = self, low >> 32 == 0xffff {
      return .ipv4(UInt32(truncatingIfNeeded: low), port: port)
    }
    return self
  }

  /// The same host with another port; unchanged if the family has no ports.
  package func with(port: UInt16) -> SocketAddress {
    switch self {
    case .ipv4(let host, _): .ipv4(host, port: port)
    case .ipv6(let high, let low, _, let scope): .ipv6(high, low, port: port, scope: scope)
    default: self
    }
  }

  /// The address at which a socket bound to this one can be reached: loopback instead of a wildcard.
  package var reachable: SocketAddress {
    switch self {
    case .ipv4(0, let port): .ipv4(0x7f00_0001, port: port)
    case .ipv6(0, 0, let port, let scope): .ipv6(0, 1, port: port, scope: scope)
    default: self
    }
  }

  /// The wildcard of the same family and port, to which a listener for this address may be bound.
  package var wildcard: SocketAddress {
    switch self {
    case .ipv4(_, let port): .ipv4(0, port: port)
    case .ipv6(_, _, let port, _): .ipv6(0, 0, port: port, scope: 0)
    default: self
    }
  }
}

// MARK: - As a key

extension SocketAddress {
  /// Handles are looked up by address, so the common families are hashed in one step.
  package func hash(into hasher: inout Hasher) {
    switch self {
    case .ipv4(let host, let port): hasher.combine(UInt64(host) << 16 | UInt64(port))
    case .ipv6(let high, let low, let port, _):
      hasher.combine(high ^ UInt64(port))
      hasher.combine(low)
    case .unix(let path): hasher.combine(path)
    case .netlink, .packet, .vsock, .unspecified, .other: hasher.combine(familySymbol)
    }
  }
}

// MARK: - As C has it

extension SocketAddress {
  /// Calls `body` with a pointer to the C struct and its length.
  package func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var storage = sockaddr_storage()
    return withUnsafeMutableBytes(of: &storage) { raw in
      let length = write(to: raw)
      return body(UnsafePointer(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self)), socklen_t(length))
    }
  }

  private func write(to raw: UnsafeMutableRawBufferPointer) -> Int {
    switch self {
    case .ipv4(let host, let port):
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = host.bigEndian
      raw.storeBytes(of: address, as: sockaddr_in.self)
    case .ipv6(_, _, let port, let scope):
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_scope_id = scope
      withUnsafeMutableBytes(of: &address.sin6_addr) { $0.storeBytes(of: diagnosticHost!, as: SIMD2<UInt64>.self) }
      raw.storeBytes(of: address, as: sockaddr_in6.self)
    case .unix(let path):
      raw.storeBytes(of: sa_family_t(AF_UNIX), as: sa_family_t.self)
      UnsafeMutableRawBufferPointer(rebasing: raw[2...]).copyBytes(from: path.prefix(Self.longest(path)))
    case .netlink, .packet, .vsock, .unspecified: raw.copyBytes(from: plainBytes)
    case .other(let family):
      raw.storeBytes(of: family, as: sa_family_t.self)
    }
    return length
  }

  /// The most bytes that `path` may have: `sun_path` less the NUL that ends a path. An abstract name has a leading NUL
  /// instead, which counts.
  static func longest(_ path: [UInt8]) -> Int { path.first == 0 ? 108 : 107 }

  /// The address in the first `length` bytes of `raw`; nil if there is none.
  package init?(_ raw: UnsafeRawBufferPointer, length: Int) {
    guard length >= 2 else { return nil }
    let family = raw.load(as: sa_family_t.self)
    switch Int32(family) {
    case AF_INET:
      let address = raw.load(as: sockaddr_in.self)
      self = .ipv4(UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
    case AF_INET6:
      let address = raw.load(as: sockaddr_in6.self)
      let host = withUnsafeBytes(of: address.sin6_addr) {
        ($0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self))
      }
      self = .ipv6(
        UInt64(bigEndian: host.0), UInt64(bigEndian: host.1), port: UInt16(bigEndian: address.sin6_port),
        scope: address.sin6_scope_id)
    case AF_UNIX:
      var path = Array(raw[2..<min(length, raw.count)])
      if path.first != 0, path.last == 0 { path.removeLast() }
      self = .unix(path)
    default:
      self = Self(plain: Array(raw.prefix(length)), family) ?? .other(family: family)
    }
  }

  /// The host as inet_diag expects it: 16 bytes in network byte order, IPv4 in the first four.
  var diagnosticHost: SIMD2<UInt64>? {
    switch self {
    case .ipv4(let host, _): SIMD2((UInt64(host) << 32).bigEndian, 0)
    case .ipv6(let high, let low, _, _): SIMD2(high.bigEndian, low.bigEndian)
    default: nil
    }
  }
}
