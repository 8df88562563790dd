import Glibc
import Sockets

/// The real kernel, but children that other tests start at the same time do not have what it opens and closes: a socket
/// that a child still has is not closed by close(2).
package final class SealedKernel: Kernel {
  private let linux = Linux()

  /// Calls that return so many microseconds later than from the kernel, whatever signal comes.
  private let late: [String: UInt32]

  /// What to do right before each call, on the thread that makes it.
  private let before: (@Sendable (Call) -> Void)?

  package init(late: [String: UInt32] = [:], before: (@Sendable (Call) -> Void)? = nil) {
    (self.late, self.before) = (late, before)
  }

  package func perform(_ call: Call, _ body: Call.Body) -> Answer {
    before?(call)
    let answer =
      Self.belongsApart(call) ? ForkGate.closing { opened(call, body) } : opened(call, body)
    if let microseconds = late[call.name] {
      let end = monotonicNanoseconds() + Int64(microseconds) * 1000
      while monotonicNanoseconds() < end { usleep(1000) }
    }
    return answer
  }

  private func opened(_ call: Call, _ body: Call.Body) -> Answer {
    let answer = linux.perform(call, body)
    for descriptor in answer.descriptors(of: call) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return answer
  }

  /// Whether `call` opens or closes a descriptor, and waits for nobody.
  private static func belongsApart(_ call: Call) -> Bool {
    if call.traits.contains(.opens) { return !call.traits.contains(.accepts) }
    guard call.traits.contains(.closes) else { return false }
    var (option, length) = (linger(), socklen_t(MemoryLayout<linger>.size))
    let hasOption = getsockopt(call.descriptor ?? -1, SOL_SOCKET, SO_LINGER, &option, &length) == 0
    // With a time of 0 the connection is reset at once.
    return !hasOption || option.l_onoff == 0 || option.l_linger == 0
  }

  package func isReady(_ wait: Wait) -> Bool { linux.isReady(wait) }
  package func observe(_ descriptor: Int32, _ kind: SocketKind, unreadCache: inout UnreadCache?) -> Snapshot {
    linux.observe(descriptor, kind, unreadCache: &unreadCache)
  }
  package func observeUDP(_ descriptor: Int32, _ endpoints: inout Endpoints) -> Snapshot {
    linux.observeUDP(descriptor, &endpoints)
  }
  /// The process that runs the tests stays where it is.
  package func isolate() -> IsolationFailure? { IsolationFailure(call: "unshare", errno: Errno(EINVAL)) }
  package func isolate(with process: pid_t) -> IsolationFailure? { isolate() }
  package func makeNetwork() throws(IsolationFailure) -> Network {
    throw IsolationFailure(call: "unshare(CLONE_NEWNET)", errno: Errno(EPERM))
  }
  package func enter(_ network: Network) -> Errno? { linux.enter(network) }
  package func namespace(of network: Network) -> Int32? { linux.namespace(of: network) }
  package var asked: Network {
    get { linux.asked }
    set { linux.asked = newValue }
  }
  package func network(ofSocket descriptor: Int32) -> Network? { linux.network(ofSocket: descriptor) }
  package func unread(_ descriptor: Int32) -> Int { linux.unread(descriptor) }
  package func kind(_ descriptor: Int32) -> SocketKind { linux.kind(descriptor) }
  package func endpoints(_ descriptor: Int32, mayHavePeer: Bool) -> Endpoints {
    linux.endpoints(descriptor, mayHavePeer: mayHavePeer)
  }
  package func peerWithoutPort(_ descriptor: Int32, _ kind: SocketKind) -> SocketAddress? {
    linux.peerWithoutPort(descriptor, kind)
  }
  package func cookie(_ descriptor: Int32) -> UInt64 { linux.cookie(descriptor) }
  package func orphanedState(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64, last: Snapshot) -> Snapshot? {
    linux.orphanedState(endpoints, kind, cookie: cookie, last: last)
  }
  package func dropped(_ descriptor: Int32) -> Int { linux.dropped(descriptor) }
  package func isInOtherNetworkNamespace(_ descriptor: Int32) -> Bool { linux.isInOtherNetworkNamespace(descriptor) }
  package func timer(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64) -> RunningTimer? {
    linux.timer(endpoints, kind, cookie: cookie)
  }
  package func tcpInfo(_ descriptor: Int32) -> TCPInfo? { linux.tcpInfo(descriptor) }
  package func readyEvents(_ descriptor: Int32, _ events: Int16) -> Int16 { linux.readyEvents(descriptor, events) }
  package func clients(ofListener inode: UInt32) -> [UInt32] { linux.clients(ofListener: inode) }
  package func isMember(_ descriptor: Int32, of group: MulticastGroup) -> Bool { linux.isMember(descriptor, of: group) }
  package func tcpInfoBytes(_ descriptor: Int32) -> [UInt8]? { linux.tcpInfoBytes(descriptor) }
  package func listSockets(unix: Bool, internet: Bool) -> [ListedSocket] {
    linux.listSockets(unix: unix, internet: internet)
  }
  package func listOtherSockets() -> [ListedSocket] { linux.listOtherSockets() }
  package func value(of option: SocketOption, on descriptor: Int32) -> OptionReading {
    linux.value(of: option, on: descriptor)
  }
  package func freshValues(of options: [SocketOption], _ kind: SocketKind) -> [OptionReading] {
    linux.freshValues(of: options, kind)
  }
  package func inode(_ descriptor: Int32) -> UInt64? { linux.inode(descriptor) }
  package func isNonblocking(_ descriptor: Int32) -> Bool { linux.isNonblocking(descriptor) }
  package func inodes(_ descriptor: Int32) -> (own: UInt32, peer: UInt32) { linux.inodes(descriptor) }
}
