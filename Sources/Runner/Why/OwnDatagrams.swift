import Handles
import Sockets

// Who gets the datagrams that come for the address of a UDP socket: udp4_lib_lookup2 in net/ipv4/udp.c, and its like.
extension HandleStory {
  /// nil where it is not looked at.
  var ownDatagrams: String? {
    guard handle.isOpen, handle.kind.isUDP, handle.kind.transport != .udplite, seen.state == .bound,
      !isInOtherNetworkNamespace, let local = handle.endpoints.local, !local.isMulticast
    else { return nil }
    let found = bound(to: local, isForIPv6Only: handle.kind.domain == .ipv6 && table.isForIPv6Only(handle))
    let own = observed.inode(of: handle.descriptor).map { UInt32(truncatingIfNeeded: $0) }
    if let peer = found.first(where: { $0.inode == own })?.endpoints.peer, peer.port == 0 {
      return "it is connected to port 0 of \(peer.host), and getpeername fails as without a peer: "
        + "only datagrams from that address reach it, from any port"
    }
    let rivals = found.filter { $0.inode != own }
    var exceptions: [String] = []
    for other in [ownDevice] + rivals.map({ exception($0, local) }) {
      // One process may have several of them.
      if let other, !exceptions.contains(other) { exceptions.append(other) }
    }
    return exceptions.isEmpty
      ? "datagrams for its address reach it"
      : "not all datagrams for its address reach it: " + exceptions.joined(separator: "; ")
  }

  private var ownDevice: String? {
    guard let device = observed.text(of: "SO_BINDTODEVICE", of: handle), !device.isEmpty else { return nil }
    let how = "SO_BINDTODEVICE" + (observed.isTiedByOption(handle) ? "" : ", or the scope of an address")
    return "only those that come in through \(device) do (\(how))"
  }

  /// What `rival` takes of them; nil for what this one gets.
  private func exception(_ rival: ListedSocket, _ local: SocketAddress) -> String? {
    guard let other = rival.endpoints.local else { return nil }
    let who = observed.who(rival) + device(of: rival)
    if let peer = rival.endpoints.peer {
      return "those from \(peer.port == 0 ? peer.host : "\(peer)") go to \(who), which is connected to it"
    }
    if other.unmapped == local.unmapped {
      if let isFirst = comesFirst(rival) { return isFirst ? "\(who), an IPv4 socket, gets them" : nil }
      switch isBoundLater(rival) {
      case true?: return "\(who), which was bound to the same address later, gets them"
      case false?: return nil
      case nil: return "each goes to it or to \(who), which has the same address"
      }
    }
    guard local.isWildcard else { return nil }
    if !other.isWildcard { return "those for \(other) go to \(who)" }
    return comesFirst(rival) == true ? "those over IPv4 go to \(who), an IPv4 socket" : nil
  }

  /// Whether `rival` is an IPv4 socket and this one is not, or the other way round: an IPv4 socket comes first for what
  /// comes over IPv4, see compute_score in net/ipv4/udp.c. nil where that does not decide it.
  private func comesFirst(_ rival: ListedSocket) -> Bool? {
    let isIPv4 = (own: handle.kind.domain == .ipv4, its: rival.family == "udp")
    guard isIPv4.own != isIPv4.its, rival.interface == 0, ownDevice == nil else { return nil }
    return isIPv4.its
  }

  /// Whether `rival` was bound after this one, and so is found first: where both are this session's, and nothing else tells
  /// them apart; nil elsewhere.
  private func isBoundLater(_ rival: ListedSocket) -> Bool? {
    guard rival.interface == 0, let other = observed.handle(of: rival).flatMap({ table.find($0) }),
      other.kind.domain == handle.kind.domain, let own = whenBound(handle), let its = whenBound(other),
      [handle, other].allSatisfy({ observed.option("SO_REUSEPORT", of: $0) == 0 })
    else { return nil }
    return its > own
  }

  /// When a handle was bound; nil where more has become of it since.
  private func whenBound(_ handle: Handle) -> Int64? {
    guard handle.transitions.count == 1, let bound = handle.transitions.first, bound.to == .bound else { return nil }
    observed.note("this session, \(handle.name)", "bound", at: bound.moment)
    return bound.moment
  }

  private func device(of socket: ListedSocket) -> String {
    guard socket.interface != 0 else { return "" }
    return " (what comes in through \(observed.device(of: socket)?.name ?? "interface \(socket.interface)"))"
  }
}
