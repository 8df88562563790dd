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
    return (
      named(sender, handle(at: source, from: destination, on: sender), flow.source.text),
      named(receiver, handle(at: destination, from: source, on: receiver), flow.destination.text)
    )
  }

  private func host(at address: SocketAddress) -> String? { table.hosts.having(address)?.name }

  private func handle(at local: SocketAddress, from peer: SocketAddress, on host: String?) -> String? {
    if table.hasHosts, host == nil { return nil }
    let network = host.flatMap(table.hosts.named)?.network ?? .own
    return table.handle(at: local, from: peer, in: network)?.name ?? connecting(to: peer, in: network)
  }

  /// The handle whose call is asking `peer` for a connection: the kernel has not told its own address yet, and never will
  /// if nobody answers.
  private func connecting(to peer: SocketAddress, in network: Network) -> String? {
    let calls = [runningCall].compactMap(\.self) + jobs.waiting.map(\.invocation)
    return calls.first {
      $0.call.traits.contains(.connects) && $0.call.address == peer && $0.subject?.network == network
    }?
    .subject?.name
  }

  private func named(_ host: String?, _ handle: String?, _ address: String) -> Segment.End {
    Segment.End(name: host ?? handle ?? address, handle: handle)
  }
}
