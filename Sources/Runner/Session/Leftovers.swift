import Glibc
import Handles
import Sockets
import Text

// What a session leaves behind.
extension Session {
  /// How many open descriptors a sentence names.
  private static let mostNamed = 8

  /// What is left now: the open descriptors together, then what else there is to say of each handle.
  package var leftovers: [Leftover] {
    for handle in table.all { table.look(at: handle) }
    reportChanges()
    let open = table.all.filter(\.isOpen)
    return descriptors(open)
      + firstOfDuplicates(open).flatMap { [unread($0), waiting($0), error($0)].compactMap(\.self) }
      + shortSends.sorted { $0.key < $1.key }.map {
        Leftover(.short, [$0.key], "\($0.value); the rest was not sent")
      }
  }

  /// Reports what is left of `source`.
  package func showLeftovers(of source: String) {
    for left in leftovers { report.take(.leftover(left, source: source)) }
  }

  private func descriptors(_ open: [Handle]) -> [Leftover] {
    if open.isEmpty { return [] }
    let names = open.prefix(Self.mostNamed).map { "\($0.name) (fd \($0.descriptor))" }.joined(separator: ", ")
    let more = open.count > Self.mostNamed ? " and \(open.count - Self.mostNamed) more" : ""
    return [Leftover(.open, open.map(\.name), "not closed: \(names)\(more)")]
  }

  /// One handle for each socket: what its duplicates show is the same.
  private func firstOfDuplicates(_ handles: [Handle]) -> [Handle] {
    var seen: Set<Handle> = []
    return handles.filter { handle in
      defer { seen.insert(handle) }
      return seen.isDisjoint(with: handle.duplicates)
    }
  }

  private func unread(_ handle: Handle) -> Leftover? {
    let count = handle.snapshot.unread + (table.urgentMark(of: handle)?.uncounted ?? 0)
    guard count > 0, handle.kind.isSocket || isReadingEnd(handle) else { return nil }
    return Leftover(.unread, [handle.name], "\(handle.name) has \(handle.unreadText(count))")
  }

  /// The kernel tells of both ends of a pipe what is unread.
  private func isReadingEnd(_ handle: Handle) -> Bool {
    handle.kind == .pipe && !handle.isLocked
      && table.kernel.readyEvents(handle.descriptor, Int16(POLLIN)) & Int16(POLLIN) != 0
  }

  private func waiting(_ handle: Handle) -> Leftover? {
    let seen = handle.snapshot
    guard seen.state == .listen, seen.queue > 0 else { return nil }
    return Leftover(
      .waiting, [handle.name], "\(handle.name) has \(Plural.count(seen.queue, "connection")) that no accept has taken")
  }

  /// A pending error is seen with poll(2), which leaves it where it is.
  private func error(_ handle: Handle) -> Leftover? {
    guard handle.kind.isSocket, table.kernel.readyEvents(handle.descriptor, 0) & Int16(POLLERR) != 0 else { return nil }
    return Leftover(
      .error, [handle.name],
      "\(handle.name) has an error that no call has returned, or a message in its error queue (poll says POLLERR)")
  }

  /// Keeps how a send took less than it was given until the next send on its handle, unless the line expected it.
  func noteShort(_ short: ShortSend?, _ step: Step) {
    if let short, step.command?.expectation?.outcome == nil {
      shortSends[short.name] = short.sentence
    } else if let call = step.result?.call, call.traits.contains(.sends),
      let name = call.descriptor.flatMap({ table.owner(of: $0) })?.name
    {
      shortSends[name] = nil
    }
  }
}
