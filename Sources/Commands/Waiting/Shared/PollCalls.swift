import Glibc
import SessionLanguage
import Sockets

extension Invocation {
  /// `call`, which asks for `list` with `poll`.
  ///
  /// - Parameter milliseconds: The timeout; a negative one waits forever.
  static func polling(
    _ call: Call, _ list: [PollEntry], _ owners: [String], milliseconds: Int,
    _ poll: @escaping @Sendable (UnsafeMutablePointer<pollfd>?) -> Int
  ) -> Invocation {
    let interests = list.map { Interest(descriptor: $0.descriptor, events: $0.events) }
    return Invocation(
      call, on: nil, wait: milliseconds != 0 ? .untilAny(interests) : .never, returnsWithin: milliseconds,
      outputs: { _, answer in answer.polled(owners) }
    ) { $0.takePolled(list, poll) }
  }
}

extension Arguments {
  /// What the words before `end` ask for, and the names of whom it is asked of.
  func polled(to end: Int) throws(Diagnostic) -> (list: [PollEntry], owners: [String]) {
    var (list, owners): ([PollEntry], [String]) = ([], [])
    for index in 0..<end {
      let (watched, events) = try polled(index)
      owners.append(watched.name)
      list.append(PollEntry(descriptor: watched.descriptor, events: events))
    }
    return (list, owners)
  }

  /// `HANDLE` or `HANDLE:EVENTS`
  private func polled(_ index: Int) throws(Diagnostic) -> (Watched, events: Int16) {
    let parts = try text(index).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let watched = try watched(parts[0], index)
    guard parts.count > 1 else { return (watched, Int16(POLLIN)) }
    let events = try ConstantTable.pollEvents.flags(String(parts[1]), at: span(index))
    guard let events = UInt16(exactly: events) else {
      throw .invalid("events", String(parts[1]), at: span(index), label: "0 to 65535")
    }
    return (watched, Int16(bitPattern: events))
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
