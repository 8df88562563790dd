import Handles
import Sockets

// Which multicast groups reach a socket: those that it has joined, and perhaps those that others have.
extension HandleStory {
  var memberships: [String] {
    guard handle.isOpen, handle.kind.isInternet, handle.kind.type == .datagram, !isInOtherNetworkNamespace,
      let local = handle.endpoints.local
    else { return [] }
    let groups = observed.groups(of: handle)
    let own = groups.filter(\.isOwn).map(\.group)
    let others = groups.filter { !$0.isOwn && !$0.group.isOfTheKernel }.map(\.group)
    let joined = own.isEmpty ? [] : ["it has joined \(Self.names(own))"]
    if local.isMulticast {
      return joined + ["it is bound to the group \(local.host): only datagrams for that address reach it"]
    }
    guard local.isWildcard else {
      return own.isEmpty
        ? [] : joined + ["but it is bound to \(local.host): datagrams for a group's address do not reach it"]
    }
    return joined + fromOthers(own, others)
  }

  /// What comes for groups that this socket has not joined.
  private func fromOthers(_ own: [MulticastGroup], _ others: [MulticastGroup]) -> [String] {
    let option = handle.kind.domain == .ipv6 ? "IPV6_MULTICAST_ALL" : "IP_MULTICAST_ALL"
    guard !others.isEmpty, let all = observed.option(option, of: handle) else { return [] }
    let names = Self.names(others)
    guard all == 1 else {
      return own.isEmpty
        ? ["it has joined no group, and \(option) is off: what comes for \(names) does not reach it"] : []
    }
    let also = own.isEmpty ? "it has joined no group, but \(option) is on, so it" : "\(option) is on, so it also"
    return ["\(also) gets what comes to its port for groups that others joined: \(names)"]
  }

  private static func names(_ groups: [MulticastGroup]) -> String {
    let told = groups.prefix(4).map { "\($0.address.host) on \($0.device)" }
    return (told + (groups.count > 4 ? ["\(groups.count - 4) more"] : [])).listed(by: "and")
  }
}
