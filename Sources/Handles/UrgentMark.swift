import Glibc
import Sockets

/// The place of an urgent byte in what a TCP connection has received. Receiving stops there, and SIOCINQ counts only up
/// to there, see tcp_inq in include/net/tcp.h.
package struct UrgentMark: Sendable, Equatable {
  /// Whether nobody has taken the byte yet.
  package let isPending: Bool
  /// How many bytes have come that SIOCINQ does not count: the urgent one, unless it was taken, and those after it.
  package let uncounted: Int
}

extension HandleTable {
  /// The mark that is ahead in what `handle` has received; nil where none is seen.
  package func urgentMark(of handle: Handle) -> UrgentMark? {
    guard handle.isOpen, handle.kind.isTCP, !handle.kind.isMPTCP else { return nil }
    let before = receiveQueue(of: handle)
    let unread = kernel.unread(handle.descriptor)
    let isPending = kernel.readyEvents(handle.descriptor, Int16(POLLPRI)) & Int16(POLLPRI) != 0
    // Data may come, and others may read, while it is looked.
    let all = before > unread ? min(before, receiveQueue(of: handle)) : before
    // Once the byte is taken, its place still counts.
    let uncounted = max(0, all - unread - (isPending ? 0 : 1))
    return isPending || uncounted > 0 ? UrgentMark(isPending: isPending, uncounted: uncounted) : nil
  }

  /// All bytes of a connection that have come and are not read, as ss shows them, without a FIN.
  private func receiveQueue(of handle: Handle) -> Int { orphanedState(of: handle, last: handle.snapshot)?.unread ?? 0 }
}
