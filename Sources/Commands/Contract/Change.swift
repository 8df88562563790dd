import Sockets

/// What one step did to one handle. An object, because the same ones come again and again in a long repetition.
public final class Change: Sendable {
  public let name: String
  /// nil when the step made the handle.
  public let before: Snapshot?
  public let after: Snapshot
  /// The descriptor, -1 once closed.
  public let descriptor: Int32
  public let kind: SocketKind
  /// What few changes have; the others should not pay for the room.
  private let special: Special?

  private final class Special: Sendable {
    let naming: Naming?
    let isClosing: Bool
    let isGone: Bool
    let isShared: Bool
    let heir: String?

    init(naming: Naming?, isClosing: Bool, isGone: Bool, isShared: Bool, heir: String?) {
      (self.naming, self.isClosing, self.isGone, self.isShared, self.heir) = (naming, isClosing, isGone, isShared, heir)
    }
  }

  public init(
    name: String, before: Snapshot?, after: Snapshot, descriptor: Int32, kind: SocketKind, naming: Naming?, isClosing: Bool = false,
    isGone: Bool = false, isShared: Bool = false, heir: String? = nil
  ) {
    (self.name, self.before, self.after, self.descriptor, self.kind) = (name, before, after, descriptor, kind)
    special =
      if naming != nil || isClosing || isGone || isShared || heir != nil {
        Special(naming: naming, isClosing: isClosing, isGone: isGone, isShared: isShared, heir: heir)
      } else {
        nil
      }
  }

  /// A change of what the kernel says of a handle, and of nothing else.
  public init(name: String, before: Snapshot, after: Snapshot, descriptor: Int32, kind: SocketKind) {
    (self.name, self.before, self.after, self.descriptor, self.kind, special) = (name, before, after, descriptor, kind, nil)
  }

  /// The addresses, when the step changed them.
  public var naming: Naming? { special?.naming }
  /// Whether the step closed the descriptor.
  public var isClosing: Bool { special?.isClosing ?? false }
  /// Whether nothing is left of the handle: the socket is gone, or another handle has it.
  public var isGone: Bool { special?.isGone ?? false }
  /// Whether another process has the socket too.
  public var isShared: Bool { special?.isShared ?? false }
  /// The handle that has the socket still, when this one is closed and that one is not.
  public var heir: String? { special?.heir }

  /// Whether it tells the same as OTHER.
  public func isLike(_ other: Change) -> Bool {
    name == other.name && descriptor == other.descriptor && after == other.after && before == other.before && kind == other.kind
      && isClosing == other.isClosing && isGone == other.isGone && isShared == other.isShared && heir == other.heir
      && naming == other.naming
  }

  /// This change as one that closed the descriptor.
  public var closing: Change {
    Change(
      name: name, before: before, after: after, descriptor: descriptor, kind: kind, naming: naming, isClosing: true, isGone: isGone,
      isShared: isShared, heir: heir)
  }

  /// This change and a later one of the same handle as one.
  public func followed(by later: Change) -> Change {
    Change(
      name: name, before: before, after: later.after, descriptor: later.descriptor, kind: kind, naming: later.naming ?? naming,
      isClosing: isClosing || later.isClosing, isGone: later.isGone, isShared: isShared || later.isShared, heir: later.heir)
  }
}
