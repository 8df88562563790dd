import Glibc

/// The one seam between sockplay and the operating system: every system call a command makes goes
/// through `perform`, and every look at a socket through the other members. `Linux` is the real one;
/// tests put a scripted kernel in its place.
package protocol Kernel: AnyObject, Sendable {
  /// Makes CALL by running BODY, and reads errno on the very next line. Never retries, never translates:
  /// EINTR, EAGAIN and EINPROGRESS are what people came to see.
  func perform(_ call: Call, _ body: Call.Body) -> Answer

  /// Whether the kernel would let WAIT's call go on at this moment. The C function is `poll`.
  func isReady(_ wait: Wait) -> Bool

  /// What the kernel says of an open descriptor. TALLY is what was last counted where nobody has read since, so that it
  /// need not be counted again, and becomes what was counted now.
  func observe(_ descriptor: Int32, _ kind: SocketKind, unreadCache: inout UnreadCache?) -> Snapshot
  /// How many bytes an open descriptor has that are unread. The C function is `ioctl` with SIOCINQ.
  func unread(_ descriptor: Int32) -> Int
  /// What an open descriptor is, when it came from elsewhere. The C function is `getsockopt`.
  func kind(_ descriptor: Int32) -> SocketKind
  /// The addresses of an open descriptor, absent where it has none; the peer's only where it may have one.
  /// The C functions are `getsockname` and `getpeername`.
  func endpoints(_ descriptor: Int32, mayHavePeer: Bool) -> Endpoints
  /// The peer of an open raw or ping socket, which has no port, so that getpeername(2) does not tell of it. See
  /// proc_pid_net(5).
  func peerWithoutPort(_ descriptor: Int32, _ kind: SocketKind) -> SocketAddress?
  /// What the kernel still holds of a connection whose descriptor is closed, and which was LAST seen so; nil once it
  /// has forgotten it. See `sock_diag(7)`.
  func orphanedState(_ endpoints: Endpoints, _ kind: SocketKind, last: Snapshot) -> Snapshot?
  /// The timer that the kernel runs for a TCP connection, with or without a descriptor; nil when none runs. See
  /// `sock_diag(7)`.
  func timer(_ endpoints: Endpoints, _ kind: SocketKind) -> RunningTimer?
  /// All that TCP_INFO says of an open descriptor, nil when it is no TCP socket. See `tcp(7)`.
  func tcpInfo(_ descriptor: Int32) -> TCPInfo?
  /// TCP_INFO of an open descriptor as this kernel's bytes, nil when it is no TCP socket. See `tcp(7)`.
  func tcpInfoBytes(_ descriptor: Int32) -> [UInt8]?
  /// The machine's sockets of the families asked for: UNIX domain, or TCP and UDP. See `sock_diag(7)`.
  func listSockets(unix: Bool, internet: Bool) -> [ListedSocket]
  /// The machine's raw, ping, packet and netlink sockets. See proc_pid_net(5).
  func listOtherSockets() -> [ListedSocket]
  /// The inode of an open descriptor's file, nil when it is not open. The C function is `fstat`.
  func inode(_ descriptor: Int32) -> UInt64?
  /// Whether the calls on an open descriptor return EAGAIN in place of waiting. The C function is `fcntl`.
  func isNonblocking(_ descriptor: Int32) -> Bool
  /// The inode of an open UNIX domain socket and of the one it is connected to (0 when there is none).
  func inodes(_ descriptor: Int32) -> (own: UInt32, peer: UInt32)
  /// The value of OPTION on an open descriptor. The C function is `getsockopt`.
  func value(of option: SocketOption, on descriptor: Int32) -> OptionReading
  /// How many messages for an open socket the kernel has dropped: there was no room for them, or its filter refused
  /// them. The option is SO_MEMINFO.
  func dropped(_ descriptor: Int32) -> Int
  /// Whether an open socket belongs to another network namespace than those that this process makes. The option is
  /// SO_NETNS_COOKIE.
  func isInOtherNetworkNamespace(_ descriptor: Int32) -> Bool
  /// The values of OPTIONS on a fresh socket of KIND, which is closed again.
  func freshValues(of options: [SocketOption], _ kind: SocketKind) -> [OptionReading]
}

extension Kernel {
  /// What the kernel says of an open descriptor of which nothing is known.
  package func observe(_ descriptor: Int32, _ kind: SocketKind) -> Snapshot {
    var unreadCache: UnreadCache?
    return observe(descriptor, kind, unreadCache: &unreadCache)
  }
}

/// What came of looking at a socket option.
package enum OptionReading: Sendable, Equatable {
  case value([UInt8])
  case failed(Errno)
}

/// A moment of the monotonic clock in nanoseconds. The C function is `clock_gettime`.
@inlinable package func monotonicNanoseconds() -> Int64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
}
