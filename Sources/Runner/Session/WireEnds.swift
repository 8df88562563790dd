import Commands
import Handles
import Packets
import Sockets

// Whose segments are seen on the wire.
extension Session {
  /// Who sent `frame`, and to whom, as far as this session knows: the hosts, and the handles with these addresses.
  func ends(of frame: Frame, _ packet: Packet) -> (source: Segment.End, destination: Segment.End) {
    guard let flow = packet.flow else { return (named(frame.sender, nil, "?"), named(nil, nil, "?")) }
    let source = SocketAddress(flow.source), destination = SocketAddress(flow.destination)
    let sender = frame.sender ?? host(at: source), receiver = host(at: destination)
    let actor = handle(at: source, from: destination, on: sender) ?? pinging(destination, with: packet, on: sender)
    return (
      named(sender, actor, flow.source.text),
      named(receiver, handle(at: destination, from: source, on: receiver), flow.destination.text)
    )
  }

  private func host(at address: SocketAddress) -> String? { table.hosts.having(address)?.name }

  private func handle(at local: SocketAddress, from peer: SocketAddress, on host: String?) -> String? {
    guard let network = network(of: host) else { return nil }
    return table.handle(at: local, from: peer, in: network)?.name ?? calling(peer, in: network)
  }

  private func network(of host: String?) -> Network? {
    if table.hasHosts, host == nil { return nil }
    return host.flatMap(table.hosts.named)?.network ?? .own
  }

  /// The handle whose call asks `peer` for a connection, or sends it the first datagram of a socket without an address: its
  /// own address has not been read yet, and the kernel never tells it if nobody answers a SYN.
  private func calling(_ peer: SocketAddress, in network: Network) -> String? {
    guard peer.port != 0 else { return nil }
    return running(in: network) { call, subject in
      let isUnbound = subject.endpoints.local.map { $0.port == 0 } ?? true
      guard call.traits.contains(.connects) || call.traits.contains(.sends) && isUnbound else { return false }
      return call.address?.onTheWire == peer
    }
  }

  /// The handle whose call sends `packet` to `peer`, if it is a message of ICMP: its socket has no port to find it by.
  private func pinging(_ peer: SocketAddress, with packet: Packet, on host: String?) -> String? {
    guard case .icmp(let message)? = packet.transport, let network = network(of: host) else { return nil }
    return running(in: network) { call, subject in
      guard call.traits.contains(.sends), [.icmp, .icmp6].contains(subject.kind.transport),
        let target = call.address ?? subject.endpoints.peer
      else { return false }
      return target.onTheWire.host == peer.host && call.firstByte == message.type
    }
  }

  /// The subject of the call that runs, or waits in the background, which `isMeant`.
  private func running(in network: Network, _ isMeant: (Call, Handle) -> Bool) -> String? {
    for invocation in [runningCall].compactMap(\.self) + jobs.waiting.map(\.invocation) {
      guard let subject = invocation.subject, subject.network == network else { continue }
      if isMeant(invocation.call, subject) { return subject.name }
    }
    return nil
  }

  private func named(_ host: String?, _ handle: String?, _ address: String) -> Segment.End {
    Segment.End(name: host ?? handle ?? address, handle: handle)
  }
}
