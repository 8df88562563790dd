import CSockets
import Glibc

/// The real kernel.
package final class Linux: Kernel {
  /// The network namespaces of the session, each with a netlink socket for sock_diag(7).
  let networks = NetworkList()

  /// Opens the descriptors that observing needs, with high numbers, so that the user's sockets get the low ones.
  package init() {}

  /// The netlink socket for sock_diag(7), or -1 if the system grants none.
  var diagnostics: Int32 { networks.diagnostics }

  /// Asks the network namespace that this process is in now.
  func reopenDiagnostics() { networks.reopen() }

  package func perform(_ call: Call, _ body: Call.Body) -> Answer {
    var received = Received()
    sockplay_forget_pipe_signal()
    let start = monotonicNanoseconds()
    let result = body(&received)
    // Nothing may run between the call and this line: anything could set errno.
    let number = errno
    let end = monotonicNanoseconds()
    return Answer(
      result: result,
      errno: call.traits.contains(.looksUp) ? Errno(lookup: result) : result == -1 ? Errno(number) : .none,
      began: start, nanoseconds: end &- start, received: consume received, raisedSIGPIPE: sockplay_had_pipe_signal())
  }

  package func isReady(_ wait: Wait) -> Bool {
    switch wait {
    case .never: return true
    case .unknown, .uninterruptible, .lingering: return false
    case .until(let descriptor, let events):
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      return sockplay_ready(&entry, 1) == 1
    case .untilAny(let interests):
      var entries = interests.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
      guard sockplay_ready(&entries, UInt32(entries.count)) > 0 else { return false }
      return zip(entries, interests).contains { $0.revents & $1.ends != 0 }
    }
  }

  package func readyEvents(_ descriptor: Int32, _ events: Int16) -> Int16 {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    return sockplay_ready(&entry, 1) > 0 ? entry.revents : 0
  }

  package func observe(_ descriptor: Int32, _ kind: SocketKind, unreadCache: inout UnreadCache?) -> Snapshot {
    if kind.isTCP { return kind.isMPTCP ? observeMPTCP(descriptor, kind) : observeTCP(descriptor, &unreadCache) }
    if kind.domain == .unix { return observeUNIX(descriptor, kind) }
    if kind.isUDP {
      var endpoints = Endpoints.none
      return observeUDP(descriptor, &endpoints)
    }
    return kind.isSocket ? observeOther(descriptor, kind) : observeFile(descriptor)
  }

  package func unread(_ descriptor: Int32) -> Int { max(0, Int(sockplay_unread(descriptor))) }

  package func tcpInfo(_ descriptor: Int32) -> TCPInfo? {
    var info = sockplay_tcp_info()
    return sockplay_tcp_info(descriptor, &info) ? TCPInfo(info) : nil
  }

  package func tcpInfoBytes(_ descriptor: Int32) -> [UInt8]? {
    var info = sockplay_tcp_info()
    let length = Int(sockplay_tcp_info_length(descriptor, &info))
    return length < 0 ? nil : withUnsafeBytes(of: &info) { Array($0.prefix(length)) }
  }

  package func kind(_ descriptor: Int32) -> SocketKind {
    guard let domain = Look.number(SO_DOMAIN, of: descriptor), let type = Look.number(SO_TYPE, of: descriptor) else {
      return kindOfFile(descriptor)
    }
    return SocketKind(
      domain: Domain(rawValue: domain), type: Kind(rawValue: type),
      transport: Transport(rawValue: Look.number(SO_PROTOCOL, of: descriptor) ?? 0))
  }

  package func endpoints(_ descriptor: Int32, mayHavePeer: Bool) -> Endpoints {
    let local = SocketAddress.read { Glibc.getsockname(descriptor, $0, $1) }
    let peer = mayHavePeer ? SocketAddress.read { Glibc.getpeername(descriptor, $0, $1) } : nil
    // A netlink socket without a peer talks to the kernel.
    if let peer, case .netlink = peer, peer.isUnset { return Endpoints(local: local) }
    return Endpoints(local: local, peer: peer)
  }

  /// SO_COOKIE of <asm-generic/socket.h>.
  private static let cookie: Int32 = 57

  package func cookie(_ descriptor: Int32) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Look.bufferSize / MemoryLayout<UInt64>.size) { buffer in
      var length = socklen_t(Look.bufferSize)
      return getsockopt(descriptor, SOL_SOCKET, Self.cookie, buffer.baseAddress, &length) == 0 ? buffer[0] : 0
    }
  }

  package func orphanedState(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64, last: Snapshot) -> Snapshot? {
    if kind.isMPTCP { return orphanedMPTCP(kind, last) }
    // inet_diag falls back to a listener on the same port if the connection itself is gone.
    guard let found = diagnose(endpoints, kind, cookie), let state = SocketState(rawValue: found.state),
      state != .listen
    else { return nil }
    var snapshot = Snapshot(state: state)
    if state == .timeWait || state == .finWait2 { snapshot.millisecondsLeft = Int(found.expires) }
    if state.hasUnacknowledgedFIN { snapshot.unsent = state.bytes(unsent: Int(found.send)) }
    // Somebody else still has the socket open. The FIN that came counts as a byte, too.
    if state == .established || state == .closeWait || found.inode != 0 {
      snapshot.unread = max(0, Int(found.receive) - (state.hasReceivedFIN ? 1 : 0))
    }
    if state == .established || state == .closeWait { snapshot.unsent = Int(found.send) }
    return snapshot
  }

  package func timer(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64) -> RunningTimer? {
    guard let found = diagnose(endpoints, kind, cookie), found.state != SocketState.listen.rawValue else { return nil }
    return RunningTimer.Purpose(rawValue: found.timer).map { RunningTimer($0, milliseconds: Int(found.expires)) }
  }

  private func diagnose(_ endpoints: Endpoints, _ kind: SocketKind, _ cookie: UInt64) -> sockplay_diag? {
    guard kind.isTCP, let local = endpoints.local, let peer = endpoints.peer,
      var from = local.diagnosticHost, var to = peer.diagnosticHost
    else { return nil }
    var found = sockplay_diag()
    let error = sockplay_diag_tcp(
      diagnostics, kind.domain.rawValue, &from, local.port.bigEndian, &to, peer.port.bigEndian, cookie, &found)
    return error == 0 ? found : nil
  }

  /// What a descriptor is that is not a socket, see proc_pid_fd(5).
  private func kindOfFile(_ descriptor: Int32) -> SocketKind {
    var status = stat()
    fstat(descriptor, &status)
    if status.st_mode & S_IFMT == S_IFIFO { return .pipe }
    if status.st_mode & S_IFMT == S_IFDIR { return .directory }
    let target = linkTarget("/proc/self/fd/\(descriptor)") ?? ""
    if target.hasPrefix("/memfd:") { return .memfd }
    if target.hasPrefix("pidfd:") { return .pidfd }
    let anonymous: [String: SocketKind] = [
      "anon_inode:[eventpoll]": .epoll, "anon_inode:[eventfd]": .eventfd, "anon_inode:[timerfd]": .timerfd,
      "anon_inode:[signalfd]": .signalfd, "anon_inode:[pidfd]": .pidfd,
    ]
    return anonymous[target] ?? .file
  }

  package func inode(_ descriptor: Int32) -> UInt64? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  package func isNonblocking(_ descriptor: Int32) -> Bool {
    let flags = sockplay_status_flags(descriptor)
    return flags >= 0 && flags & O_NONBLOCK != 0
  }

  package func inodes(_ descriptor: Int32) -> (own: UInt32, peer: UInt32) {
    guard let inode = inode(descriptor) else { return (0, 0) }
    let own = UInt32(truncatingIfNeeded: inode)
    var found = sockplay_diag()
    return (own, sockplay_diag_unix(diagnostics, own, &found) == 0 ? found.peer : 0)
  }
}

// MARK: - Looking at one descriptor

extension Linux {
  func observeTCP(_ descriptor: Int32, _ unreadCache: inout UnreadCache?) -> Snapshot {
    var info = sockplay_tcp_info()
    guard sockplay_tcp_info(descriptor, &info), let state = SocketState(rawValue: info.state) else {
      return Snapshot(state: .closed)
    }
    var snapshot = Snapshot(state: state)
    switch state {
    case .listen:
      snapshot.queue = Int(info.unacked)
      snapshot.backlog = Int(info.sacked)
    case .closed:
      // SIOCOUTQ still counts bytes after a refused connect, so a closed socket has no unsent bytes to show.
      if info.bytes_received > 0 { snapshot.unread = unread(descriptor) }
    default:
      if let unreadCache, unreadCache.received == info.bytes_received {
        snapshot.unread = unreadCache.unread
      } else {
        if info.bytes_received > 0 { snapshot.unread = unread(descriptor) }
        unreadCache = UnreadCache(received: info.bytes_received, unread: snapshot.unread)
      }
      // With nothing in flight and nothing unsent SIOCOUTQ is 0: no call needed.
      if info.unacked != 0 || info.notsent_bytes != 0 {
        snapshot.unsent = state.bytes(unsent: Int(sockplay_unsent(descriptor)))
      }
    }
    return snapshot
  }

  package func observeUDP(_ descriptor: Int32, _ endpoints: inout Endpoints) -> Snapshot {
    let name = SocketAddress.read { Glibc.getsockname(descriptor, $0, $1) }
    let local = name?.isUnset == true ? nil : name
    let peer = SocketAddress.read { Glibc.getpeername(descriptor, $0, $1) }
    if local != endpoints.local || peer != endpoints.peer { endpoints = Endpoints(local: local, peer: peer) }
    // The kernel's state of a datagram socket is ESTABLISHED exactly while it has a peer, see udp(7).
    let isBound = endpoints.local.map { $0.port != 0 } ?? false
    var snapshot = Snapshot(state: endpoints.hasPeer ? .established : isBound ? .bound : .unconnected)
    snapshot.unread = unread(descriptor)
    snapshot.unsent = max(0, Int(sockplay_unsent(descriptor)))
    return snapshot
  }

  /// A pipe says how many bytes are in it; other files do not have this ioctl.
  private func observeFile(_ descriptor: Int32) -> Snapshot {
    var snapshot = Snapshot(state: .open)
    snapshot.unread = unread(descriptor)
    return snapshot
  }

  /// unix_diag only knows the sockets of its own network namespace; the state of others is derived from their
  /// addresses.
  private func observeUNIX(_ descriptor: Int32, _ kind: SocketKind) -> Snapshot {
    var found = sockplay_diag()
    guard let inode = inode(descriptor),
      sockplay_diag_unix(diagnostics, UInt32(truncatingIfNeeded: inode), &found) == 0,
      let state = SocketState(rawValue: found.state)
    else { return observeOther(descriptor, kind) }
    var snapshot = Snapshot(state: state)
    if state == .established { snapshot.shut = Directions(rawValue: found.shut) }
    if state == .listen {
      snapshot.queue = Int(found.receive)
      snapshot.backlog = Int(found.send)
      return snapshot
    }
    if state == .closed {
      let local = SocketAddress.read { Glibc.getsockname(descriptor, $0, $1) }
      snapshot.state = local?.isUnnamed ?? true ? .unconnected : .bound
    }
    snapshot.unread = unread(descriptor)
    snapshot.unsent = max(0, Int(sockplay_unsent(descriptor)))
    return snapshot
  }
}

/// Glibc imports the SOCK_ constants as an enumeration; the calls take numbers.
func sockType(_ type: __socket_type) -> Int32 { Int32(type.rawValue) }
