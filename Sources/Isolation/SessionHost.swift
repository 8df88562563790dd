import Sockets

/// A host of a session: a network namespace with an interface, `eth0`, on the cable.
package struct SessionHost: Sendable, Equatable {
  /// Also that of the role that lives there.
  package let name: String
  /// What its interface has, each with the length of its network's prefix.
  package let addresses: [IPPrefix]
  package let network: Network

  /// The hardware address of its interface. Such addresses are locally administered, see RFC 7042.
  package var hardware: [UInt8] { [2, 0, 0, 0, 0, network.number] }
  /// That of the cable's end.
  var cableHardware: [UInt8] { [2, 0, 0, 0, 1, network.number] }
  /// `eth0` is in the host's own namespace; the cable's end, in the session's, is named after the host if that name is
  /// short enough.
  var cableInterface: String { name.utf8.count < 16 && name != "lo" ? name : "host\(network.number)" }

  package static let interface = "eth0"

  package init(name: String, addresses: [IPPrefix], network: Network) {
    (self.name, self.addresses, self.network) = (name, addresses, network)
  }

  /// Its first address of the family of `address`, with the port of that.
  package func address(like address: SocketAddress) -> SocketAddress? {
    let all = addresses.compactMap { $0.address(port: address.port) }
    if case .ipv6 = address { return all.first { if case .ipv6 = $0 { true } else { false } } }
    return all.first { if case .ipv4 = $0 { true } else { false } }
  }

  /// Its first address, with a port.
  package func address(port: UInt16) -> SocketAddress? { addresses.first.flatMap { $0.address(port: port) } }

  /// Whether `address` is one of its own.
  package func has(_ address: SocketAddress) -> Bool { addresses.contains { $0.isHost(of: address) } }
}

extension SessionHost {
  /// Whether `address` is one of its own, whatever the lengths of their prefixes.
  package func has(_ address: IPPrefix) -> Bool { addresses.contains { $0.host == address.host } }
}

extension IPPrefix {
  fileprivate func address(port: UInt16) -> SocketAddress? {
    try? SocketAddress(text: bytes.count == 4 ? "\(host):\(port)" : "[\(host)]:\(port)", for: .ipv4)
  }

  /// Whether it is the very address of `address`, whatever its port.
  fileprivate func isHost(of address: SocketAddress) -> Bool {
    IPPrefix(family: family, bytes: bytes, length: bytes.count * 8).contains(address.unmapped)
  }
}
