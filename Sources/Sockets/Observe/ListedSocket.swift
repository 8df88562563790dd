import CSockets
import Glibc

/// One socket of the network namespace, whichever process has it.
package struct ListedSocket: Sendable {
  /// tcp, tcp6, udp, udp6, unix, mptcp, mptcp6, udplite, udplite6, raw, raw6, icmp, icmp6, packet, or netlink.
  package let family: String
  package let state: SocketState
  /// Time left in TIME_WAIT; 0 in other states.
  package let millisecondsLeft: Int
  /// On a listener the length of the accept queue and the backlog, elsewhere bytes.
  package let receive: Int
  package let send: Int
  /// 0 if no descriptor refers to it any more.
  package let inode: UInt32
  /// What distinguishes it from all other sockets, with or without a descriptor; 0 if the kernel does not say.
  package let cookie: UInt64
  /// The interface that it is tied to (SO_BINDTODEVICE), by its index; 0 for none.
  package let interface: UInt32
  /// Whose it is; of the internet families only.
  package let user: UInt32
  /// Whether it takes IPv6 only (IPV6_V6ONLY); nil where the kernel does not say.
  package let isForIPv6Only: Bool?
  package let endpoints: Endpoints
  /// UNIX domain only: sockets of different types may have the same abstract name.
  package let type: Kind?
  /// The socket file of a UNIX domain socket, however its path was spelled, and also if the file has been removed
  /// since.
  package let file: KernelFileIdentity?
  /// UNIX domain only: the inode of the other end; 0 if it has none, or nobody has accepted it.
  package let peerInode: UInt32

  /// Whether it is of MPTCP.
  package var isMultipath: Bool { family.hasPrefix("mptcp") }

  /// Whether its accept queue takes no more; of a listener only. Linux takes one more than the backlog.
  package var hasFullQueue: Bool { receive > send }
  /// Which directions are shut down, by shutdown(2) or because the other end has sent FIN or was closed.
  package let shut: Directions
  /// How many datagrams for it the kernel has dropped; 0 for what is not UDP.
  package let dropped: Int
  /// The size of its receive buffer (SO_RCVBUF), in bytes; 0 for what is neither TCP nor UDP.
  package let receiveBuffer: Int

  init(_ found: sockplay_listed, unixPeer: SocketAddress? = nil, isMultipath: Bool = false) {
    let isUDP = found.protocol == UInt8(IPPROTO_UDP)
    if found.family == UInt8(AF_UNIX) {
      family = "unix"
    } else {
      family = (isMultipath ? "mptcp" : isUDP ? "udp" : "tcp") + (found.family == UInt8(AF_INET6) ? "6" : "")
    }
    // The kernel's 13 (TCP_BOUND_INACTIVE) is a TCP socket that is bound and nothing more.
    let known = found.state == 13 ? .bound : SocketState(rawValue: found.state) ?? .closed
    let isTCP = !isUDP && found.family != UInt8(AF_UNIX)
    // A TCP socket without a connection is listed only while it is bound; some kernels say CLOSE for it.
    state =
      known != .closed ? known : !isTCP ? .unconnected : found.local_port != 0 && found.peer_port == 0 ? .bound : known
    millisecondsLeft = known == .timeWait ? Int(found.expires) : 0
    (receive, send, inode, cookie) = (Int(found.receive), Int(found.send), found.inode, found.cookie)
    (interface, user, shut) = (found.interface, found.user, Directions(rawValue: found.shut))
    (dropped, receiveBuffer) = (isUDP ? Int(found.drops) : 0, Int(found.receive_buffer))
    isForIPv6Only = found.only_ipv6 > 1 || family == "unix" ? nil : found.only_ipv6 == 1
    let isUNIX = family == "unix"
    peerInode = isUNIX ? found.peer : 0
    type = isUNIX ? Kind(rawValue: Int32(found.type)) : nil
    file = found.has_file ? KernelFileIdentity(device: found.file_device, inode: found.file_inode) : nil
    endpoints = isUNIX ? Endpoints(local: Self.name(found), peer: unixPeer) : Self.addresses(found)
  }

  init(_ family: String, _ row: NetFile.Row) {
    self.family = family
    state = row.isConnected ? .established : .unconnected
    (millisecondsLeft, receive, send, inode, endpoints) = (0, row.receive, row.send, row.inode, row.endpoints)
    (type, file, cookie, interface, user, isForIPv6Only, peerInode, shut) = (nil, nil, 0, 0, 0, nil, 0, [])
    (dropped, receiveBuffer) = (0, 0)
  }

  static func name(_ found: sockplay_listed) -> SocketAddress? {
    guard found.path_length > 0 else { return nil }
    var path = withUnsafeBytes(of: found.path) { Array($0.prefix(Int(found.path_length))) }
    if path.first != 0, path.last == 0 { path.removeLast() }
    return .unix(path)
  }

  private static func addresses(_ found: sockplay_listed) -> Endpoints {
    let isIPv6 = found.family == UInt8(AF_INET6)
    let local = withUnsafeBytes(of: found.local_host) { address($0, found.local_port, isIPv6) }
    let peer = withUnsafeBytes(of: found.peer_host) { address($0, found.peer_port, isIPv6) }
    return Endpoints(local: local, peer: peer.port == 0 && peer.isWildcard ? nil : peer)
  }

  private static func address(_ host: UnsafeRawBufferPointer, _ port: UInt16, _ isIPv6: Bool) -> SocketAddress {
    guard isIPv6 else { return .ipv4(UInt32(bigEndian: host.load(as: UInt32.self)), port: port) }
    let halves = (host.loadUnaligned(as: UInt64.self), host.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    return .ipv6(UInt64(bigEndian: halves.0), UInt64(bigEndian: halves.1), port: port, scope: 0)
  }
}
