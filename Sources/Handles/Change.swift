import Sockets

/// What one step changed on one handle. A class, because in a long repetition the same changes come again and again.
package final class Change: Sendable {
  package let name: String
  /// nil if the step made the handle.
  package let before: Snapshot?
  package let after: Snapshot
  /// The descriptor, -1 once closed.
  package let descriptor: Int32
  package let kind: SocketKind
  /// The addresses, if the step changed them.
  package let endpoints: Endpoints?
  /// Whether the step closed the descriptor.
  package let isClosing: Bool
  /// Whether nothing is left of the handle: the socket is gone, or another handle has it.
  package let isGone: Bool
  /// Whether another process has the socket too.
  package let isShared: Bool
  /// Another handle that still has the socket open, if this one is closed.
  package let remainingDuplicate: String?

  package init(
    name: String, before: Snapshot?, after: Snapshot, descriptor: Int32, kind: SocketKind, endpoints: Endpoints? = nil,
    isClosing: Bool = false,
    isGone: Bool = false, isShared: Bool = false, remainingDuplicate: String? = nil
  ) {
    (self.name, self.before, self.after, self.descriptor, self.kind) = (name, before, after, descriptor, kind)
    (self.endpoints, self.isClosing, self.isGone, self.isShared, self.remainingDuplicate) = (
      endpoints, isClosing, isGone, isShared, remainingDuplicate
    )
  }

  /// Whether nothing has changed: it only says what the handle's state is.
  package var isSame: Bool { !isClosing && !isGone && endpoints == nil && before == after }

  /// Whether it says the same as `other`.
  package func isLike(_ other: Change) -> Bool {
    descriptor == other.descriptor && isClosing == other.isClosing && isGone == other.isGone
      && isShared == other.isShared
      && name == other.name && after == other.after && before == other.before && kind == other.kind
      && remainingDuplicate == other.remainingDuplicate
      && endpoints == other.endpoints
  }

  /// This change as one that closed the descriptor.
  package var closing: Change {
    Change(
      name: name, before: before, after: after, descriptor: descriptor, kind: kind, endpoints: endpoints,
      isClosing: true, isGone: isGone,
      isShared: isShared, remainingDuplicate: remainingDuplicate)
  }

  /// This change and a later one of the same handle, combined.
  package func followed(by later: Change) -> Change {
    Change(
      name: name, before: before, after: later.after, descriptor: later.descriptor, kind: kind,
      endpoints: later.endpoints ?? endpoints,
      isClosing: isClosing || later.isClosing, isGone: later.isGone, isShared: isShared || later.isShared,
      remainingDuplicate: later.remainingDuplicate)
  }
}
