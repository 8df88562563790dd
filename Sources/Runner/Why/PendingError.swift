import Glibc
import Handles
import Sockets

// An error that no call has returned yet. Only poll(2) shows it without taking it away, and does not say which it is.
extension HandleStory {
  var pendingError: String? {
    guard handle.isOpen, handle.kind.isSocket, !isOver,
      observed.readyEvents(handle.descriptor, 0) & Int16(POLLERR) != 0
    else { return nil }
    return handle.mayHaveErrorQueue
      ? "an error is pending, which the next call on it returns, or a message is in its error queue (poll says POLLERR)"
      : "an error is pending: the next call on it returns it, or SO_ERROR does (poll says POLLERR)"
  }
}

extension Handle {
  /// Whether messages may come into its error queue, which poll(2) reports as it reports an error.
  fileprivate var mayHaveErrorQueue: Bool {
    guard kind.isUDP, !isShared, owner == nil, sharedInode == nil else { return true }
    return optionsSet.keys.contains { symbol in
      ["IP_RECVERR", "IPV6_RECVERR", "SO_TIMESTAMPING", "SO_ZEROCOPY"].contains { symbol.hasPrefix($0) }
    }
  }
}
