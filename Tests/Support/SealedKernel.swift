import Glibc
import Sockets

/// The real kernel, but children that other tests start at the same time do not inherit what it opens: a socket that
/// a child still has is not closed by close(2).
public final class SealedKernel: Kernel {
  private let linux = Linux()

  /// Calls that return so many microseconds later than from the kernel, whatever signal comes.
  private let late: [String: UInt32]

  /// What to do right before each call, on the thread that makes it.
  private let before: (@Sendable (Call) -> Void)?

  public init(late: [String: UInt32] = [:], before: (@Sendable (Call) -> Void)? = nil) { (self.late, self.before) = (late, before) }

  public func perform(_ call: Call, _ body: Call.Body) -> Answer {
    before?(call)
    let answer = linux.perform(call, body)
    if let microseconds = late[call.name] {
      let end = monotonicNanoseconds() + Int64(microseconds) * 1000
      while monotonicNanoseconds() < end { usleep(1000) }
    }
    for descriptor in answer.descriptors(of: call) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return answer
  }

  public func isReady(_ wait: Wait) -> Bool { linux.isReady(wait) }
  public func observe(_ descriptor: Int32, _ kind: SocketKind, tally: inout Tally?) -> Snapshot {
    linux.observe(descriptor, kind, tally: &tally)
  }
  public func unread(_ descriptor: Int32) -> Int { linux.unread(descriptor) }
  public func kind(_ descriptor: Int32) -> SocketKind { linux.kind(descriptor) }
  public func naming(_ descriptor: Int32, mayHavePeer: Bool) -> Naming { linux.naming(descriptor, mayHavePeer: mayHavePeer) }
  public func peerWithoutPort(_ descriptor: Int32, _ kind: SocketKind) -> SocketAddress? { linux.peerWithoutPort(descriptor, kind) }
  public func held(_ naming: Naming, _ kind: SocketKind, last: Snapshot) -> Snapshot? { linux.held(naming, kind, last: last) }
  public func dropped(_ descriptor: Int32) -> Int { linux.dropped(descriptor) }
  public func isElsewhere(_ descriptor: Int32) -> Bool { linux.isElsewhere(descriptor) }
  public func timer(_ naming: Naming, _ kind: SocketKind) -> RunningTimer? { linux.timer(naming, kind) }
  public func tcpInfo(_ descriptor: Int32) -> TCPInfo? { linux.tcpInfo(descriptor) }
  public func tcpInfoBytes(_ descriptor: Int32) -> [UInt8]? { linux.tcpInfoBytes(descriptor) }
  public func machine(unix: Bool, internet: Bool) -> [ListedSocket] { linux.machine(unix: unix, internet: internet) }
  public func machineOfOtherKinds() -> [ListedSocket] { linux.machineOfOtherKinds() }
  public func value(of option: SocketOption, on descriptor: Int32) -> OptionReading { linux.value(of: option, on: descriptor) }
  public func freshValues(of options: [SocketOption], _ kind: SocketKind) -> [OptionReading] { linux.freshValues(of: options, kind) }
  public func inode(_ descriptor: Int32) -> UInt64? { linux.inode(descriptor) }
  public func isNonblocking(_ descriptor: Int32) -> Bool { linux.isNonblocking(descriptor) }
  public func inodes(_ descriptor: Int32) -> (own: UInt32, peer: UInt32) { linux.inodes(descriptor) }
}
