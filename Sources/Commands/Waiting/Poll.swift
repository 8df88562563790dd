import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let poll = Command(
    name: "poll", group: .waiting,
    parameters: [Parameter("HANDLE[:EVENTS]", .polled, repeats: true), Parameter("TIMEOUT", .text, optional: true)],
    summary: "Wait until one of several descriptors is ready.",
    manual: """
      EVENTS are constants such as POLLIN|POLLOUT|POLLRDHUP, POLLIN when left out; POLLERR, POLLHUP and POLLNVAL are always reported.
      TIMEOUT is a time (200ms, 2s) or, as in C, a number of milliseconds; without it, the call waits for ever.
      The result is how many are ready, 0 when the time was up. In place of a handle, the number of a descriptor may stand: one
      that is not open is POLLNVAL, and a negative one is passed over.
      In the background the call is the job poll, because it belongs to no single handle.
      """,
    gives: "HANDLE:EVENTS for each that is ready; for a number that no handle has, fd:EVENTS.",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket cli tcp = fd", "poll srv 0 = 0",
      "connect cli {srv} = 0", "poll srv cli:POLLIN|POLLOUT 2s = 2 srv:POLLIN cli:POLLOUT", "poll 999:POLLIN 0 = 1 fd:POLLNVAL",
    ]
  ) { (words, table) throws(Diagnostic) in
    let end = try words.endOfWatched()
    let (list, owners) = try words.polled(to: end)
    let timeout = try words.timeout(end)
    let call = Call("poll", .polled(list), .integer(list.count), .integer(Int(timeout)))
    return .call(.polling(call, list, owners, mayWait: timeout != 0) { Int(Glibc.poll($0, nfds_t(list.count), timeout)) })
  }
}

extension Invocation {
  /// CALL, which asks for LIST with POLL.
  static func polling(
    _ call: Call, _ list: [PollEntry], _ owners: [String], mayWait: Bool, _ poll: @escaping @Sendable (UnsafeMutablePointer<pollfd>?) -> Int
  ) -> Invocation {
    let interests = list.map { Interest(descriptor: $0.descriptor, events: $0.events) }
    return Invocation(
      call, on: nil, wait: mayWait ? .untilAny(interests) : .never, gives: { _, answer in answer.polled(owners) }
    ) { $0.takePolled(list, poll) }
  }
}

extension Words {
  /// What the words before END ask for, and the names of whom it is asked of.
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
      throw Diagnostic("\(parts[1]) is out of range", at: span(index), label: "events are numbers of 16 bits")
    }
    return (watched, Int16(bitPattern: events))
  }
}

extension Answer {
  /// What poll(2) wrote to the entries of so many OWNERS, in words.
  fileprivate func polled(_ owners: [String]) -> [String] {
    guard case .polled(let came)? = received.details else { return [] }
    return zip(owners, came).filter { $0.1 != 0 }.map { "\($0):\(ConstantTable.pollEvents.flags(Int32(UInt16(bitPattern: $1))))" }
  }
}
