import Isolation
import Sockets

// Which network namespace a handle's socket is in, where the session has hosts.
extension HandleTable {
  /// Makes a host, see `HostList.add`.
  package func addHost(_ name: String, _ addresses: [IPPrefix]) throws(IsolationFailure)
    -> (host: SessionHost, frames: Int32)
  {
    let made = try hosts.add(name, addresses)
    hasHosts = true
    touch()
    return made
  }

  /// The network of a handle that has just been made. A socket keeps the one in which it was made, whoever has it.
  func network(of handle: Handle) -> Network {
    if !hasHosts { return .own }
    return (handle.kind.isSocket ? kernel.network(ofSocket: handle.descriptor) : nil) ?? kernel.asked
  }

  /// Moves the session to a host, or back to the network of its process.
  /// - Returns: Why it stays where it is.
  package func enter(_ network: Network) -> Errno? { kernel.asked == network ? nil : kernel.enter(network) }

  /// Asks the diagnostics of the network that the socket of `handle` is in.
  func asking<Result>(for handle: Handle, _ body: () -> Result) -> Result {
    if !hasHosts { return body() }
    let before = kernel.asked
    kernel.asked = handle.network
    defer { kernel.asked = before }
    return body()
  }

  /// The network in which a socket has the local `address`, as seen from the network `from`: each has a loopback of its
  /// own.
  package func network(having address: SocketAddress, from: Network) -> Network {
    if !hasHosts { return .own }
    return address.isLoopback ? from : hosts.having(address)?.network ?? from
  }
}

extension HandleTable {
  /// How the socket of `handle` with the address `local` is reached from where the session is. From another host every
  /// address means one of its host's.
  package func reachable(_ local: SocketAddress, of handle: Handle) -> SocketAddress {
    guard hasHosts, local.isWildcard, handle.network != kernel.asked,
      let address = hosts.at(handle.network)?.address(like: local)
    else { return local.reachable }
    return address
  }
}

/// A local address in its network: a dictionary key for handles.
struct LocalKey: Hashable {
  let address: SocketAddress
  let network: Network
}

extension HandleTable {
  /// The handle whose socket, in `network`, has the address `local` and talks to `peer`: of a connection, or else the one
  /// that is bound there.
  package func handle(at local: SocketAddress, from peer: SocketAddress, in network: Network) -> Handle? {
    let endpoints = Endpoints(local: local, peer: peer)
    if let key = ConnectionKey(endpoints, in: network), let found = byConnection[key] { return found }
    // A handshake in progress has no peer yet.
    let beginning = all.first {
      $0.network == network && $0.target?.unmapped == peer && $0.endpoints.local?.unmapped == local
    }
    if let beginning { return beginning }
    return bound(to: local, from: network)
  }
}
