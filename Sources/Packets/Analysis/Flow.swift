/// One end of a packet: an address, and a port where its protocol has ports.
package struct PacketEnd: Sendable, Hashable {
  package let address: IPAddress
  /// nil where there are no ports.
  package let port: UInt16?

  package init(_ address: IPAddress, port: UInt16?) { (self.address, self.port) = (address, port) }

  /// `127.0.0.1:80`, `[::1]:80`, `127.0.0.1`
  package var text: String {
    guard let port else { return address.text }
    if case .v6 = address { return "[\(address.text)]:\(port)" }
    return "\(address.text):\(port)"
  }
}

/// Who sent a packet to whom, and over what: what all packets of a conversation have in common, up to the direction.
package struct Flow: Sendable, Hashable {
  package let source, destination: PacketEnd
  package let protocolNumber: UInt8

  package var mirrored: Flow { Flow(source: destination, destination: source, protocolNumber: protocolNumber) }

  package init(source: PacketEnd, destination: PacketEnd, protocolNumber: UInt8) {
    (self.source, self.destination, self.protocolNumber) = (source, destination, protocolNumber)
  }
}

extension Packet {
  /// nil for what is not IP.
  package var flow: Flow? {
    guard let network, let source = network.source, let destination = network.destination,
      let number = network.protocolNumber
    else { return nil }
    let ports = ports
    return Flow(
      source: PacketEnd(source, port: ports?.source), destination: PacketEnd(destination, port: ports?.destination),
      protocolNumber: number)
  }

  /// Those of TCP, UDP and UDP-Lite.
  private var ports: (source: UInt16, destination: UInt16)? {
    switch transport {
    case .tcp(let header): (header.sourcePort, header.destinationPort)
    case .udp(let header), .udpLite(let header): (header.sourcePort, header.destinationPort)
    case .icmp, .fragment, .other, nil: nil
    }
  }

  /// Of an error message of ICMP: who sent the packet that it is about, to whom.
  package var quotedFlow: Flow? {
    guard case .icmp(let message) = transport, let quoted = message.quoted, let source = quoted.network.source,
      let destination = quoted.network.destination
    else { return nil }
    return Flow(
      source: PacketEnd(source, port: quoted.sourcePort),
      destination: PacketEnd(destination, port: quoted.destinationPort), protocolNumber: quoted.protocolNumber)
  }
}
