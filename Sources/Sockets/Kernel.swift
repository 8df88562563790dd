import Glibc

/// The one seam between sockplay and the operating system: every system call of a command goes through `perform`, and
/// every observation of a socket through the other members. `Linux` is the real kernel; tests use a scripted one
/// instead.
package protocol Kernel: AnyObject, Sendable {
  /// Makes `call` by running `body`, and reads errno on the very next line. Never retries, never translates: EINTR,
  /// EAGAIN and EINPROGRESS are what users want to see.
  func perform(_ call: Call, _ body: Call.Body) -> Answer

  /// Whether the call of `wait` would not block now. The C function is `poll`.
  func isReady(_ wait: Wait) -> Bool

  /// Those of `events`, and of the events that need not be asked for, that poll(2) reports of a descriptor now.
  func readyEvents(_ descriptor: Int32, _ events: Int16) -> Int16

  /// What the kernel says of an open descriptor.
  /// - Parameter unreadCache: The last count of unread bytes, if nobody has read since then, so that it need not be
  ///   asked for again. Updated with the count of this observation.
  func observe(_ descriptor: Int32, _ kind: SocketKind, unreadCache: inout UnreadCache?) -> Snapshot
  /// The state of an open UDP socket, which depends on its addresses. `endpoints` are those of the last look, and become
  /// those that it has now; the same object if they are the same.
  func observeUDP(_ descriptor: Int32, _ endpoints: inout Endpoints) -> Snapshot
  /// The unread bytes of an open descriptor. The C function is `ioctl` with SIOCINQ.
  func unread(_ descriptor: Int32) -> Int
  /// The kind of an open descriptor that came from elsewhere. The C function is `getsockopt`.
  func kind(_ descriptor: Int32) -> SocketKind
  /// The addresses of an open descriptor; nil for one that it does not have. The peer is only asked for if
  /// `mayHavePeer`. The C functions are `getsockname` and `getpeername`.
  func endpoints(_ descriptor: Int32, mayHavePeer: Bool) -> Endpoints
  /// The peer of an open raw or ping socket. It has no port, so getpeername(2) does not return it. See proc_pid_net(5).
  func peerWithoutPort(_ descriptor: Int32, _ kind: SocketKind) -> SocketAddress?
  /// What distinguishes an open socket from all others, now and later; 0 if the kernel does not say. The option is
  /// SO_COOKIE.
  func cookie(_ descriptor: Int32) -> UInt64
  /// The state of an orphaned connection: its descriptor is closed, and the kernel still has it. See `sock_diag(7)`.
  /// - Parameters:
  ///   - cookie: That of its socket; 0 for whichever socket has the addresses.
  ///   - last: What was last seen of it.
  /// - Returns: nil once the kernel has removed it, also if another socket has its addresses.
  func orphanedState(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64, last: Snapshot) -> Snapshot?
  /// The timer that the kernel runs for a TCP connection, with or without a descriptor; nil if none runs. See
  /// `sock_diag(7)`.
  func timer(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64) -> RunningTimer?
  /// The TCP_INFO of an open descriptor; nil if it is not a TCP socket. See `tcp(7)`.
  func tcpInfo(_ descriptor: Int32) -> TCPInfo?
  /// The TCP_INFO of an open descriptor as the bytes that this kernel wrote; nil if it is not a TCP socket. See
  /// `tcp(7)`.
  func tcpInfoBytes(_ descriptor: Int32) -> [UInt8]?
  /// All sockets of the network namespace, of the families asked for: `unix` domain, or TCP and UDP. See
  /// `sock_diag(7)`.
  func listSockets(unix: Bool, internet: Bool) -> [ListedSocket]
  /// All MPTCP, raw, ping, UDP-Lite, packet and netlink sockets of the network namespace. A list of TCP sockets has the
  /// first subflow of an MPTCP socket by the same inode. See proc_pid_net(5) and `sock_diag(7)`.
  func listOtherSockets() -> [ListedSocket]
  /// The inode of a descriptor's file; nil if the descriptor is not open. The C function is `fstat`.
  func inode(_ descriptor: Int32) -> UInt64?
  /// Whether calls on an open descriptor return EAGAIN instead of waiting (O_NONBLOCK). The C function is `fcntl`.
  func isNonblocking(_ descriptor: Int32) -> Bool
  /// The inode of an open UNIX domain socket, and of its peer (0 if there is none).
  func inodes(_ descriptor: Int32) -> (own: UInt32, peer: UInt32)
  /// The inodes of the clients that wait in the accept queue of the UNIX domain listener `inode`. See `sock_diag(7)`.
  func clients(ofListener inode: UInt32) -> [UInt32]
  /// Whether an open socket has joined a multicast group. The option is MCAST_MSFILTER, which other sockets do not have.
  func isMember(_ descriptor: Int32, of group: MulticastGroup) -> Bool
  /// The value of `option` on an open descriptor. The C function is `getsockopt`.
  func value(of option: SocketOption, on descriptor: Int32) -> OptionReading
  /// How many messages for an open socket the kernel has dropped, because the receive buffer was full or the socket's
  /// filter refused them. The option is SO_MEMINFO.
  func dropped(_ descriptor: Int32) -> Int
  /// Whether an open socket belongs to another network namespace than the sockets that this process makes. The option
  /// is SO_NETNS_COOKIE.
  func isInOtherNetworkNamespace(_ descriptor: Int32) -> Bool
  /// Moves this process into a user and network namespace of its own, in which only loopback is, and it is up. Only
  /// possible before the first thread. The C function is `unshare`.
  /// - Returns: What the system refused; nil when it is done.
  func isolate() -> IsolationFailure?
  /// Moves this process into the user and network namespace of another one of the same user. Only possible before the
  /// first thread. The C functions are `pidfd_open` and `setns`.
  /// - Returns: What the system refused; nil when it is done.
  func isolate(with process: pid_t) -> IsolationFailure?
  /// Makes a network namespace in which only loopback is, and it is up. Whoever calls stays in its own. The C functions
  /// are `unshare` and `setns`.
  func makeNetwork() throws(IsolationFailure) -> Network
  /// Moves the calling thread into a network namespace: the sockets that it makes from now on belong there, and so do
  /// routes, settings, /proc/net and what `sock_diag(7)` is asked about. The C function is `setns`.
  /// - Returns: Why it stays where it is.
  func enter(_ network: Network) -> Errno?
  /// A descriptor of a network namespace, see `namespaces(7)`; nil if it cannot be had.
  func namespace(of network: Network) -> Int32?
  /// The network namespace that `sock_diag(7)` is asked about.
  var asked: Network { get set }
  /// The network namespace that an open socket belongs to; nil if it is none of this session's. The option is
  /// SO_NETNS_COOKIE.
  func network(ofSocket descriptor: Int32) -> Network?
  /// The values of `options` on a fresh socket of `kind`, which is opened and closed for this.
  func freshValues(of options: [SocketOption], _ kind: SocketKind) -> [OptionReading]
}

extension Kernel {
  /// What the kernel says of an open descriptor, with nothing known beforehand.
  package func observe(_ descriptor: Int32, _ kind: SocketKind) -> Snapshot {
    var unreadCache: UnreadCache?
    return observe(descriptor, kind, unreadCache: &unreadCache)
  }

  /// Runs `body` with the calling thread in `network`, and comes back.
  /// - Throws: What `body` does, or `failure` of why the thread cannot go there; `body` has not run then.
  package func inside<Result, E: Error>(
    _ network: Network, orThrow failure: (Errno) -> E, _ body: () throws(E) -> Result
  ) throws(E) -> Result {
    let before = asked
    if network == before { return try body() }
    if let errno = enter(network) { throw failure(errno) }
    defer { _ = enter(before) }
    return try body()
  }
}

/// The result of reading a socket option.
package enum OptionReading: Sendable, Equatable {
  case value([UInt8])
  case failed(Errno)
}

/// What kept a process from a namespace of its own.
package struct IsolationFailure: Error, Sendable, Equatable {
  /// The call that failed, in C form.
  package let call: String
  package let errno: Errno

  package init(call: String, errno: Errno) { (self.call, self.errno) = (call, errno) }

  /// Of the call that has just failed: errno is read before its text is made.
  package init(of call: @autoclosure () -> String) {
    errno = Errno(Glibc.errno)
    self.call = call()
  }

  package static func setns(_ errno: Errno) -> IsolationFailure { IsolationFailure(call: "setns", errno: errno) }

  package var text: String { "\(call) = -1 \(errno.symbol) (\(errno.text))" }

  /// What to do next.
  package var help: String {
    switch errno.rawValue {
    case EINVAL: "it is made before the first call that waits; start: sockplay --isolated"
    case ENOSPC, EUSERS: "user.max_user_namespaces or user.max_net_namespaces is reached, see user_namespaces(7)"
    default: "root can make one; an ordinary user only where user namespaces are allowed, see user_namespaces(7)"
    }
  }
}

/// The monotonic clock in nanoseconds. The C function is `clock_gettime`.
@inlinable package func monotonicNanoseconds() -> Int64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
}
