import CSockets
import Glibc
import Packets
import Sockets

/// The cable between the hosts of a session: a thread reads the frames that each host sends, asks the rules, and writes
/// them to the hosts that they are for, as a switch does.
///
/// One lock guards all that is known: the ports, the rules, the frames that are held back, and those that were seen. The
/// thread holds it while it decides about the frames of a batch, at most 64, and never while it reads, writes or waits.
/// The session's thread holds it for a look or a change. `isBusy` is set before the thread reads anything and cleared when
/// all of that is written or held, so a frame is in its ring, or the thread is busy, or it has gone on: `isQuiet` looks at
/// the rings first and at `isBusy` second, and misses none. Frames are taken out of a ring, and written, by the thread
/// alone. `stop` returns when the thread has ended, and only then are descriptors closed.
///
/// When a frame was sent is what the kernel wrote beside it when it came in at the cable's end, which is truer than the
/// time at which this thread gets to it.
package final class Relay: FrameSource, Sendable {
  private let work = RelayThread()
  private var state: Locked<RelayState> { work.state }

  package init() {}

  deinit { stop() }

  /// Plugs a host in.
  ///
  /// - Parameters:
  ///   - descriptor: A packet socket that receives what the host sends, and writes to it. From now on it is the relay's,
  ///     also after a failure.
  ///   - hardware: The six bytes of the host's address on the link.
  /// - Returns: What the system refused; nil when it is done.
  package func attach(_ host: String, _ descriptor: Int32, hardware: [UInt8]) -> IsolationFailure? {
    guard let ring = FrameRing(descriptor, slot: 2048, count: 4096) else {
      return IsolationFailure(of: "setsockopt(PACKET_RX_RING)")
    }
    guard state.withLock({ $0.ports.count }) < PortSet.most else {
      return IsolationFailure(call: "a port of the cable", errno: Errno(ENOSPC))
    }
    state.withLock { $0.attach(RelayPort(host: host, ring: ring), hardware) }
    return work.start().map { IsolationFailure(call: "pthread_create", errno: $0) }
  }

  /// Returns the number of the rule, counted from 1.
  package func add(_ rule: CableRule) -> Int { state.withLock { $0.book.add(rule) } }

  /// Removes all rules. What is held back goes on.
  package func removeAll() {
    state.withLock {
      $0.book.removeAll()
      $0.held.release()
    }
    work.wake()
  }

  /// Removes the cuts of `host`, or all cuts where that is nil, and returns how many there were.
  package func removeCuts(of host: String?) -> Int { state.withLock { $0.book.removeCuts(of: host) } }

  package var status: CableStatus { state.withLock { $0.status } }

  /// Whether frames are kept for `takeFrames`.
  package var isWatched: Bool {
    get { state.withLock { $0.isWatched } }
    set { state.withLock { $0.isWatched = newValue } }
  }

  /// While the thread reads, one host's frames may be there and another's, sent before them, not yet: then those that came
  /// later wait for the next time.
  package func takeFrames() -> [Frame] {
    let hasUnread = hasUnread
    return state.withLock { $0.journal.take(until: hasUnread || $0.isBusy ? $0.horizon : .max) }
  }

  /// Whether every frame that was sent has gone on or will not go on for some milliseconds.
  package var isQuiet: Bool {
    if hasUnread { return false }
    let soon = monotonicNanoseconds() + Self.soon
    return state.withLock { !$0.isBusy && $0.held.due.map { $0 > soon } ?? true }
  }

  private var hasUnread: Bool { state.withLock { $0.ports }.contains(where: \.ring.hasFrames) }

  /// How many frames are held back by rules.
  package var heldFrames: Int { state.withLock { $0.held.count } }

  /// Those that were not kept, and those that could not be passed on because more came than there was memory for, or
  /// because an interface refused them.
  package var lost: Int { state.withLock { $0.journal.lost + $0.failed } }

  /// Ends the thread and closes the descriptors. Frames that are held back are gone.
  package func stop() { work.stop() }

  /// In nanoseconds.
  private static let soon: Int64 = 5_000_000
}
