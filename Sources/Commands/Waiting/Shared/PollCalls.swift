import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Invocation {
  /// `call`, which asks for what is `passed` with `poll`.
  ///
  /// - Parameter milliseconds: The timeout; a negative one waits forever.
  static func polling(
    _ call: Call, _ passed: PassedEntries, _ owners: [String], milliseconds: Int,
    _ poll: @escaping @Sendable (UnsafeMutablePointer<pollfd>?, Int) -> Int
  ) -> Invocation {
    let interests = passed.entries.map { Interest(descriptor: $0.descriptor, events: $0.events) }
    return Invocation(
      call, on: nil, wait: milliseconds != 0 ? .untilAny(interests) : .never, returnsWithin: milliseconds,
      outputs: { _, answer in answer.polled(owners) }
    ) { passed.take(&$0, poll) }
  }
}

extension Arguments {
  /// What the words before `end` ask for, and the names of whom it is asked of.
  func polled(to end: Int) throws(Diagnostic) -> (list: PassedEntries, owners: [String]) {
    var (list, owners): ([PollEntry], [String]) = ([], [])
    let count = try number(byHand: "nfds")
    if end == 1, let pointer = wrongPointer(0) { return (PassedEntries([], pointer, count ?? 1), []) }
    for index in 0..<end {
      let (watched, events) = try polled(index)
      owners.append(watched.name)
      list.append(PollEntry(descriptor: watched.descriptor, events: events))
    }
    return (PassedEntries(list, nil, count ?? list.count), owners)
  }

  /// `HANDLE` or `HANDLE:EVENTS`
  private func polled(_ index: Int) throws(Diagnostic) -> (Watched, events: Int16) {
    let (watched, text) = try watchedWithEvents(index)
    guard let text else { return (watched, Int16(POLLIN)) }
    let events = try ConstantTable.pollEvents.flags(String(text), at: span(index))
    guard let events = UInt16(exactly: events) else {
      throw .invalid("events", String(text), at: span(index), label: "0 to 65535")
    }
    return (watched, Int16(bitPattern: events))
  }
}

/// The arguments `fds` and `nfds`: entries, or a pointer that is wrong on purpose, and a number that may be another than
/// theirs.
struct PassedEntries: Sendable {
  let entries: [PollEntry]
  private let pointer: WrongPointer?
  private let count: Int

  fileprivate init(_ entries: [PollEntry], _ pointer: WrongPointer?, _ count: Int) {
    (self.entries, self.pointer, self.count) = (entries, pointer, count)
  }

  var arguments: [Argument] {
    [pointer.map { .pointer($0) } ?? .polled(entries), .integer(Int(UInt32(truncatingIfNeeded: count)))]
  }

  /// Calls `poll` with the pointer and the number. The page after the entries may not be used, so that a larger number
  /// does no harm.
  func take(_ received: inout Received, _ poll: (UnsafeMutablePointer<pollfd>?, Int) -> Int) -> Int {
    if let pointer { return poll(pointer.of(pollfd.self), count) }
    if (0...entries.count).contains(count) { return received.takePolled(entries) { poll($0, count) } }
    let list = entries.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
    return list.withUnsafeBytes { entries in
      GuardedMemory.pass(entries) { poll($0.map { $0.assumingMemoryBound(to: pollfd.self) }, count) }
    }
  }
}

extension Answer {
  /// What poll(2) wrote to the entries of `owners`, in words.
  fileprivate func polled(_ owners: [String]) -> [String] {
    guard case .polled(let came)? = received.details else { return [] }
    return zip(owners, came).filter { $0.1 != 0 }.map {
      "\($0):\(ConstantTable.pollEvents.flags(Int32(UInt16(bitPattern: $1))))"
    }
  }
}
