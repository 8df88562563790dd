import Glibc
import Sockets
import Synchronization

/// A kernel that answers as it was told and makes no system call for it: for what real sockets cannot be made to do on
/// demand.
package final class ScriptedKernel: Kernel {
  package enum Line: Sendable {
    case answer(Answer)
    /// The call waits until a signal interrupts it, or until `release` lets it return ANSWER.
    case waits(Answer)
    /// The call returns ANSWER after so many microseconds, whatever signal comes.
    case slow(Answer, Int)
  }

  private struct State {
    var script: [Line]
    var calls: [Call] = []
    var ready = true
    var released = false
    var snapshots: [Int32: Snapshot] = [:]
    /// Far above any real one, because a session closes what it made.
    var nextDescriptor = 1_000_000
  }

  private let state: Mutex<State>
  /// Makes up the answer to a call, the number of which is given, too; nil where all is to go well.
  private let answering: (@Sendable (Call, Int) -> Answer?)?

  package init(_ script: Line...) {
    state = Mutex(State(script: script))
    answering = nil
  }

  /// One whose answers are made up as they are asked for.
  package init(answering: @escaping @Sendable (Call, Int) -> Answer?) {
    state = Mutex(State(script: []))
    self.answering = answering
  }

  /// Each call that was performed, in order.
  package var calls: [Call] { state.withLock { $0.calls } }

  /// Adds `line` for the next call that has none.
  package func expect(_ line: Line) { state.withLock { $0.script.append(line) } }

  /// Whether poll calls everything ready.
  package func setReady(_ ready: Bool) { state.withLock { $0.ready = ready } }

  /// Lets a waiting call return its answer.
  package func release() { state.withLock { $0.released = true } }

  package func see(_ snapshot: Snapshot, on descriptor: Int32) {
    state.withLock { $0.snapshots[descriptor] = snapshot }
  }

  /// Answers by the script; without one, all goes well. `body` is never called.
  package func perform(_ call: Call, _ body: Call.Body) -> Answer {
    let line = state.withLock { state in
      state.calls.append(call)
      if let answer = answering?(call, state.calls.count) { return Line.answer(answer) }
      return state.script.isEmpty ? .answer(success(call, &state)) : state.script.removeFirst()
    }
    switch line {
    case .answer(let answer): return answer
    case .slow(let answer, let microseconds):
      let end = monotonicNanoseconds() + Int64(microseconds) * 1000
      while monotonicNanoseconds() < end { usleep(100) }
      return answer
    case .waits(let answer):
      while !state.withLock({ $0.released }) {
        if poll(nil, 0, 2) < 0, errno == EINTR { return Answer(result: -1, errno: Errno(EINTR)) }
      }
      return answer
    }
  }

  /// Nothing is moved; the calls are of the script all the same.
  package func isolate() -> IsolationFailure? { nil }

  package func isolate(with process: pid_t) -> IsolationFailure? { isolate() }
  package func makeNetwork() throws(IsolationFailure) -> Network {
    throw IsolationFailure(call: "unshare(CLONE_NEWNET)", errno: Errno(EPERM))
  }
  package func enter(_ network: Network) -> Errno? { nil }
  package func namespace(of network: Network) -> Int32? { nil }
  package var asked: Network {
    get { .own }
    set {}
  }
  package func network(ofSocket descriptor: Int32) -> Network? { nil }

  private func success(_ call: Call, _ state: inout State) -> Answer {
    guard call.traits.contains(.opens) else { return Answer(result: 0) }
    state.nextDescriptor += 1
    return Answer(result: state.nextDescriptor)
  }

  package func isReady(_ wait: Wait) -> Bool { state.withLock { $0.ready } }
  package func observe(_ descriptor: Int32, _ kind: SocketKind, unreadCache: inout UnreadCache?) -> Snapshot {
    state.withLock { $0.snapshots[descriptor] } ?? Snapshot(state: kind.isTCP ? .closed : .unconnected)
  }
  package func observeUDP(_ descriptor: Int32, _ endpoints: inout Endpoints) -> Snapshot {
    state.withLock { $0.snapshots[descriptor] } ?? Snapshot(state: .unconnected)
  }
  package func unread(_ descriptor: Int32) -> Int { state.withLock { $0.snapshots[descriptor]?.unread } ?? .max }
  package func kind(_ descriptor: Int32) -> SocketKind { .file }
  package func endpoints(_ descriptor: Int32, mayHavePeer: Bool) -> Endpoints { .none }
  package func peerWithoutPort(_ descriptor: Int32, _ kind: SocketKind) -> SocketAddress? { nil }
  package func cookie(_ descriptor: Int32) -> UInt64 { 0 }
  package func orphanedState(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64, last: Snapshot) -> Snapshot? {
    nil
  }
  package func dropped(_ descriptor: Int32) -> Int { 0 }
  package func isInOtherNetworkNamespace(_ descriptor: Int32) -> Bool { false }
  package func timer(_ endpoints: Endpoints, _ kind: SocketKind, cookie: UInt64) -> RunningTimer? { nil }
  package func tcpInfo(_ descriptor: Int32) -> TCPInfo? { nil }
  package func tcpInfoBytes(_ descriptor: Int32) -> [UInt8]? { nil }
  package func listSockets(unix: Bool, internet: Bool) -> [ListedSocket] { [] }
  package func listOtherSockets() -> [ListedSocket] { [] }
  package func value(of option: SocketOption, on descriptor: Int32) -> OptionReading { .failed(Errno(92)) }
  package func freshValues(of options: [SocketOption], _ kind: SocketKind) -> [OptionReading] {
    options.map { value(of: $0, on: -1) }
  }
  package func readyEvents(_ descriptor: Int32, _ events: Int16) -> Int16 { state.withLock { $0.ready } ? events : 0 }
  package func clients(ofListener inode: UInt32) -> [UInt32] { [] }
  package func isMember(_ descriptor: Int32, of group: MulticastGroup) -> Bool { false }
  package func inode(_ descriptor: Int32) -> UInt64? { nil }
  package func isNonblocking(_ descriptor: Int32) -> Bool { false }
  package func inodes(_ descriptor: Int32) -> (own: UInt32, peer: UInt32) { (0, 0) }
}
