import Glibc

/// One of the results of getaddrinfo(3): the arguments of socket(2), and an address for connect(2) or bind(2).
package struct ResolvedAddress: Sendable, Equatable {
  package let kind: SocketKind
  package let address: SocketAddress
  /// The host's canonical name (AI_CANONNAME); only the first result has it.
  package let canonicalName: String?

  /// Reads the linked list at `list`.
  package static func all(in list: UnsafeMutablePointer<addrinfo>?) -> [ResolvedAddress] {
    var found: [ResolvedAddress] = []
    var next = list
    while let entry = next?.pointee {
      let kind = SocketKind(
        domain: Domain(rawValue: entry.ai_family), type: Kind(rawValue: entry.ai_socktype),
        transport: Transport(rawValue: entry.ai_protocol))
      let bytes = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
      if let address = SocketAddress(bytes, length: bytes.count) {
        found.append(
          ResolvedAddress(kind: kind, address: address, canonicalName: entry.ai_canonname.map { String(cString: $0) }))
      }
      next = entry.ai_next
    }
    return found
  }
}

extension ConstantTable {
  /// The flags of getaddrinfo(3).
  package static let lookupFlags = ConstantTable(
    "flag of getaddrinfo",
    [
      ("AI_PASSIVE", 1), ("AI_CANONNAME", 2), ("AI_NUMERICHOST", 4), ("AI_V4MAPPED", 8), ("AI_ALL", 0x10),
      ("AI_ADDRCONFIG", 0x20),
      ("AI_IDN", 0x40), ("AI_CANONIDN", 0x80), ("AI_NUMERICSERV", 0x400),
    ])

  /// The flags of getnameinfo(3).
  package static let nameFlags = ConstantTable(
    "flag of getnameinfo",
    [
      ("NI_NUMERICHOST", 1), ("NI_NUMERICSERV", 2), ("NI_NOFQDN", 4), ("NI_NAMEREQD", 8), ("NI_DGRAM", 16),
      ("NI_IDN", 32),
    ])
}
