import CSockets
import Glibc

// Observes sockets other than plain TCP, UDP and UNIX domain sockets.
extension Linux {
  /// TCP_INFO of an MPTCP socket is that of its first subflow; inet_diag knows the connection's own state, by its
  /// token.
  func observeMPTCP(_ descriptor: Int32, _ kind: SocketKind) -> Snapshot {
    var unreadCache: UnreadCache?
    var snapshot = observeTCP(descriptor, &unreadCache)
    guard snapshot.state != .listen else { return snapshot }
    var found = sockplay_diag()
    // In struct mptcp_info the token is at offset 12.
    let token = Look.number(Self.mptcpInfo, level: Self.mptcpLevel, at: 3, of: descriptor) ?? 0
    guard token != 0 else { return fallenBack(descriptor, snapshot) }
    let isKnown = sockplay_diag_mptcp(diagnostics, kind.domain.rawValue, UInt32(bitPattern: token), &found) == 0
    snapshot.token = UInt32(bitPattern: token)
    if isKnown, let state = SocketState(rawValue: found.state) { snapshot.state = state }
    // The ioctl counts end of file as one byte. Whether there are real bytes is seen from the memory that unread data
    // use.
    let end = snapshot.state.hasReceivedFIN || snapshot.state == .closed ? 1 : 0
    snapshot.unread = found.receive == 0 ? 0 : max(0, Int(sockplay_unread(descriptor)) - end)
    snapshot.unsent = snapshot.state == .closed ? 0 : snapshot.state.bytes(unsent: Int(sockplay_unsent(descriptor)))
    return snapshot
  }

  /// A connection whose other end does not speak MPTCP: it is its first subflow, and has no token. The ioctl counts a FIN as
  /// one byte; how many others there are is seen with MSG_PEEK, and with MSG_TRUNC without copying them, see tcp(7).
  private func fallenBack(_ descriptor: Int32, _ subflow: Snapshot) -> Snapshot {
    var snapshot = subflow
    snapshot.unread = max(0, Int(sockplay_unread(descriptor)))
    // Where nothing is left, recv would take a pending error away.
    if snapshot.unread == 1, snapshot.state == .closed { snapshot.unread = 0 }
    if snapshot.unread > 0, snapshot.state.hasReceivedFIN || snapshot.state == .closed {
      let flags = Int32(MSG_PEEK) | Int32(MSG_TRUNC) | Int32(MSG_DONTWAIT)
      snapshot.unread = max(0, recv(descriptor, nil, snapshot.unread, flags))
    }
    return snapshot
  }

  /// The state of an MPTCP connection whose descriptor is closed. It can only be found by its token: its addresses find
  /// a subflow.
  func orphanedMPTCP(_ kind: SocketKind, _ last: Snapshot) -> Snapshot? {
    var found = sockplay_diag()
    guard last.token != 0, sockplay_diag_mptcp(diagnostics, kind.domain.rawValue, last.token, &found) == 0,
      let state = SocketState(rawValue: found.state), state != .closed
    else { return nil }
    var snapshot = Snapshot(state: state)
    snapshot.token = last.token
    return snapshot
  }

  /// SOL_MPTCP and MPTCP_INFO of <linux/mptcp.h>.
  private static let mptcpLevel: Int32 = 284
  private static let mptcpInfo: Int32 = 1

  /// A socket whose state is derived from what it has: an address, a peer, a queue.
  func observeOther(_ descriptor: Int32, _ kind: SocketKind) -> Snapshot {
    let endpoints = endpoints(descriptor, mayHavePeer: true)
    var snapshot = Snapshot(state: .unconnected)
    if let local = endpoints.local, kind.isBound(to: local) { snapshot.state = .bound }
    if endpoints.hasPeer || peerWithoutPort(descriptor, kind) != nil { snapshot.state = .established }
    if kind.type == .stream || kind.type == .sequenced, Look.number(SO_ACCEPTCONN, of: descriptor) == 1 {
      snapshot.state = .listen
    }
    if kind.domain == .netlink {
      // There is no such ioctl here. What can be shown is the memory that unread messages use, as in ss.
      snapshot.unread = Int(Look.number(Self.memory, of: descriptor) ?? 0)
    } else if snapshot.state != .listen {
      snapshot.unread = max(0, Int(sockplay_unread(descriptor)))
      snapshot.unsent = max(0, Int(sockplay_unsent(descriptor)))
    }
    return snapshot
  }

  /// SO_MEMINFO of <asm-generic/socket.h>.
  private static let memory: Int32 = 55

  /// SK_MEMINFO_DROPS of <linux/sock_diag.h> is the last of nine numbers.
  package func dropped(_ descriptor: Int32) -> Int {
    Int(UInt32(bitPattern: Look.number(Self.memory, at: 8, of: descriptor) ?? 0))
  }

  package func peerWithoutPort(_ descriptor: Int32, _ kind: SocketKind) -> SocketAddress? {
    guard kind.isPing || kind.isInternet && kind.type == .raw, let inode = inode(descriptor) else { return nil }
    let file = (kind.isPing ? "icmp" : "raw") + (kind.domain == .ipv6 ? "6" : "")
    return NetFile.internet(file).first { $0.inode == UInt32(truncatingIfNeeded: inode) }?.endpoints.peer
  }
}
