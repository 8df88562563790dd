import CSockets
import Glibc
import Sockets

/// The hosts of a session. Each is a network namespace; a pair of virtual interfaces leads from it to the namespace of the
/// session, where whoever has the descriptor of the other end passes frames on. Used on the session's thread only.
package final class HostList {
  package private(set) var hosts: [SessionHost] = []
  private let kernel: any Kernel

  package init(kernel: any Kernel) { self.kernel = kernel }

  package func named(_ name: String) -> SessionHost? { hosts.first { $0.name == name } }

  /// The host that is `network`.
  package func at(_ network: Network) -> SessionHost? { hosts.first { $0.network == network } }

  /// The host that has `address`.
  package func having(_ address: SocketAddress) -> SessionHost? { hosts.first { $0.has(address) } }

  /// Makes a host.
  ///
  /// - Returns: The host, and a descriptor with the frames that it sends, and to which frames for it are written. It
  ///   belongs to the caller.
  package func add(_ name: String, _ addresses: [IPPrefix]) throws(IsolationFailure)
    -> (host: SessionHost, frames: Int32)
  {
    let host = SessionHost(name: name, addresses: addresses, network: try kernel.makeNetwork())
    try connect(host)
    let frames = try raiseCableEnd(of: host)
    do throws(IsolationFailure) {
      try inside(host) { () throws(IsolationFailure) in try raise(host) }
      try awaitLink(host.cableInterface)
      for other in hosts {
        try inside(host) { () throws(IsolationFailure) in try introduce(other, to: host) }
        try inside(other) { () throws(IsolationFailure) in try introduce(host, to: other) }
      }
    } catch {
      close(frames)
      throw error
    }
    hosts.append(host)
    return (host, frames)
  }

  /// Runs `body` in the host's namespace, and comes back.
  private func inside(_ host: SessionHost, _ body: () throws(IsolationFailure) -> Void) throws(IsolationFailure) {
    try kernel.inside(host.network, orThrow: IsolationFailure.setns, body)
  }

  private func connect(_ host: SessionHost) throws(IsolationFailure) {
    guard let namespace = kernel.namespace(of: host.network) else {
      throw IsolationFailure(call: "open(/proc/thread-self/ns/net)", errno: Errno(errno))
    }
    var cable = sockplay_link_end(host.cableInterface, host.cableHardware)
    var end = sockplay_link_end(SessionHost.interface, host.hardware)
    try call("rtnetlink(RTM_NEWLINK, veth)") { sockplay_add_veth(&cable, &end, namespace) }
  }

  /// The kernel takes no part in what passes at the cable's end: it answers nothing there and says nothing.
  private func raiseCableEnd(of host: SessionHost) throws(IsolationFailure) -> Int32 {
    let name = host.cableInterface, index = if_nametoindex(name)
    try set("ipv6/conf/\(name)/disable_ipv6", "1")
    try set("ipv4/conf/\(name)/arp_ignore", "8")
    try call("ioctl(SIOCETHTOOL, \(name))") { sockplay_offload_off(name) }
    try up(index, name)
    let frames = Descriptors.outOfTheWay(sockplay_open_frames(index))
    if frames < 0 { throw IsolationFailure(call: "socket(AF_PACKET, SOCK_RAW, 0)", errno: Errno(errno)) }
    return frames
  }

  /// No router is asked for, and no address is tried out first: only what the session does is on the wire.
  private func raise(_ host: SessionHost) throws(IsolationFailure) {
    let name = SessionHost.interface, index = if_nametoindex(name)
    if host.addresses.contains(where: { $0.family == AF_INET6 }) {
      try set("ipv6/conf/\(name)/router_solicitations", "0")
      try set("ipv6/conf/\(name)/accept_dad", "0")
    } else {
      try set("ipv6/conf/\(name)/disable_ipv6", "1")
    }
    // A router on one cable would tell hosts of shorter ways than through itself.
    try set("ipv4/conf/all/send_redirects", "0")
    try set("ipv4/conf/\(name)/send_redirects", "0")
    try call("ioctl(SIOCETHTOOL, \(name))") { sockplay_offload_off(name) }
    for address in host.addresses {
      try call("rtnetlink(RTM_NEWADDR, \(address))") { message in
        sockplay_change_address(true, address.family, address.bytes, UInt8(address.length), index, message)
      }
    }
    try up(index, name)
    try awaitLink(name)
  }

  private func awaitLink(_ name: String) throws(IsolationFailure) {
    try call("ioctl(SIOCETHTOOL, \(name) ETHTOOL_GLINK)") { sockplay_await_link(name) }
  }

  private func up(_ index: UInt32, _ name: String) throws(IsolationFailure) {
    try call("rtnetlink(RTM_SETLINK, \(name) up)") { message in sockplay_change_link(index, true, 0, message) }
  }

  /// Tells `host`, in which this thread is, where `other` is. It would ask by ARP otherwise, and a lost question is not
  /// what a lesson is about.
  private func introduce(_ other: SessionHost, to host: SessionHost) throws(IsolationFailure) {
    let index = if_nametoindex(SessionHost.interface)
    for address in other.addresses where host.addresses.contains(where: { $0.family == address.family }) {
      try call("rtnetlink(RTM_NEWNEIGH, \(address.host))") {
        sockplay_add_neighbour(address.family, address.bytes, other.hardware, index)
      }
    }
  }

  private func set(_ name: String, _ value: String) throws(IsolationFailure) {
    let path = "/proc/sys/net/\(name)"
    // A kernel without IPv6 has none of its settings.
    if let errno = SmallFile.write(value, to: path), errno.rawValue != ENOENT {
      throw IsolationFailure(call: "write(\(path))", errno: errno)
    }
  }

  private func call(_ text: String, _ body: () -> Int32) throws(IsolationFailure) {
    if body() != 0 { throw IsolationFailure(call: text, errno: Errno(errno)) }
  }

  private func call(_ text: String, _ body: (UnsafeMutablePointer<CChar>) -> Int32) throws(IsolationFailure) {
    var message = [CChar](repeating: 0, count: Int(SOCKPLAY_MESSAGE_SIZE))
    if body(&message) != 0 { throw IsolationFailure(call: text, errno: Errno(errno)) }
  }
}

extension sockplay_link_end {
  fileprivate init(_ name: String, _ hardware: [UInt8]) {
    self.init()
    withUnsafeMutableBytes(of: &self.name) { $0.copyBytes(from: name.utf8.prefix(15)) }
    withUnsafeMutableBytes(of: &self.hardware) { $0.copyBytes(from: hardware.prefix(6)) }
  }
}
