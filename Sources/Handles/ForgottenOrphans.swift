import Sockets

// A closed TCP handle stays in the table as long as the kernel holds its connection. In a long play nobody may ever look
// at it again, so from time to time the table looks itself.
extension HandleTable {
  /// How many closed handles there are at least when the table looks: they take half a kilobyte each.
  private static let many = 16_384

  /// Drops the closed handles of whose sockets the kernel knows nothing any more, if there are many closed ones.
  func dropForgottenOrphans() {
    guard orphans >= max(Self.many, 2 * orphansLeft) else { return }
    for handle in all where !handle.isOpen && isForgotten(handle) { drop(handle) }
    orphansLeft = orphans
  }

  private func isForgotten(_ handle: Handle) -> Bool {
    // A waiting call, another process or a message in flight may have the socket still.
    guard handle.kind.isTCP, !handle.isAwaited, handle.owner == nil, handle.sharedInode == nil else { return false }
    return remainingDuplicate(of: handle) == nil && orphanedState(of: handle, last: handle.snapshot) == nil
  }
}
