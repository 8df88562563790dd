import Commands
import Glibc
import Handles
import Sockets

/// The other end of what a call worked on: whom it connected to or accepted, where it sent or received from, or else the
/// other end of its socket.
package struct Counterpart {
  /// The handle that it is, when it is one of this session. While nobody has accepted a connection, that is the listener
  /// in whose queue it waits.
  package let handle: String?
  /// Its address, from the call or from its socket; nil if neither has it.
  package let address: SocketAddress?
  /// The process that has it, if it is not a handle and the socket itself says who that is.
  private let owner: Processes.Owner?
  /// The addresses of both ends, by which the process is found.
  private let endpoints: Endpoints
  private let processes: PeerProcesses

  /// The process that has it, where it is another's and one may see that. Looked for when asked.
  package var process: Processes.Owner? { owner ?? (handle == nil ? processes.owner(ofPeerIn: endpoints) : nil) }

  /// nil where a call has no other end.
  init?(of invocation: Invocation, _ answer: Answer?, _ processes: PeerProcesses) {
    let (call, traits) = (invocation.call, invocation.call.traits)
    let received = traits.isDisjoint(with: [.accepts, .receives]) ? nil : answer?.received.address
    let given = traits.isDisjoint(with: [.connects, .sends]) || call.address == .unspecified ? nil : call.address
    let moved = invocation.alsoAffects.flatMap { call.has(descriptor: $0.descriptor) ? $0 : nil }
    let end = traits.contains(.accepts) ? processes.accepted(by: invocation, answer) : invocation.socket(among: moved)
    let isToldByCall = received != nil && !traits.contains(.accepts)
    let other =
      isToldByCall
      ? received.flatMap { processes.table.bound(to: $0) }
      : (moved == nil ? invocation.alsoAffects : nil) ?? end?.peer ?? end?.listener
    address = received ?? given ?? end?.endpoints.peer ?? other?.endpoints.local
    handle = other?.name
    guard handle != nil || address != nil else { return nil }
    endpoints = Endpoints(local: end?.endpoints.local, peer: address)
    owner = other == nil ? end.flatMap { processes.credentials(of: $0) } : other?.owner
    self.processes = processes
  }
}

extension Call {
  /// Whether one of its arguments is this descriptor.
  fileprivate func has(descriptor: Int32) -> Bool {
    arguments.contains { if case .descriptor(descriptor) = $0 { true } else { false } }
  }
}

extension Invocation {
  /// The socket whose other end a call has: of one that moves bytes to or from `other`, a file or a pipe, the one of the two
  /// that is a socket.
  fileprivate func socket(among other: Handle?) -> Handle? {
    guard let other, subject?.kind.isSocket != true, other.kind.isSocket else { return subject }
    return other
  }
}

/// Which processes have the other ends of a session's connections. Each is looked for once, because that takes a walk
/// through all processes.
final class PeerProcesses {
  let table: HandleTable
  private var known: [Endpoints: Processes.Owner?] = [:]

  init(_ table: HandleTable) { self.table = table }

  /// The handle that a call which accepts has made.
  fileprivate func accepted(by invocation: Invocation, _ answer: Answer?) -> Handle? {
    guard answer?.failed == false else { return nil }
    return invocation.jobName.flatMap { table.find($0) }
  }

  /// The process at the other end of a UNIX domain socket (SO_PEERCRED), see unix(7).
  fileprivate func credentials(of handle: Handle) -> Processes.Owner? {
    guard handle.kind.domain == .unix, let option = Self.credentials,
      let bytes = table.value(of: option, on: handle), bytes.count >= 4
    else { return nil }
    let pid = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    return pid > 0 && pid != getpid() ? Processes.Owner(pid: Int(pid)) : nil
  }

  private static let credentials = SocketOption.named("SO_PEERCRED")

  /// The other process that has the peer of a connection.
  fileprivate func owner(ofPeerIn endpoints: Endpoints) -> Processes.Owner? {
    guard let local = endpoints.local, let peer = endpoints.peer, peer.isInternet else { return nil }
    if let owner = known[endpoints] { return owner }
    let owner = search(local, peer)
    known[endpoints] = .some(owner)
    return owner
  }

  private func search(_ local: SocketAddress, _ peer: SocketAddress) -> Processes.Owner? {
    let mirrored = table.kernel.listSockets(unix: false, internet: true).first {
      $0.inode != 0 && $0.endpoints.local?.unmapped == peer.unmapped && $0.endpoints.peer?.unmapped == local.unmapped
    }
    guard let mirrored else { return nil }
    return Processes.bySocket()[mirrored.inode]?.first { $0.pid != getpid() }
  }
}
