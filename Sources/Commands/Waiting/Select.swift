import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let select = Command(
    name: "select", group: .waiting,
    parameters: [Parameter("SET:HANDLE", .selected, optional: true, repeats: true), Parameter("TIMEOUT", .text, optional: true)],
    summary: "Wait until a descriptor in one of three sets is ready.",
    manual: """
      r:HANDLE is in the set for reading, w:HANDLE in the one for writing, x:HANDLE in the one for exceptions (urgent data). TIMEOUT is
      a time (200ms, 2s) or a number of milliseconds; without it, the call waits for ever. The result is how many are left in the
      sets, which the kernel overwrites. A set has room for descriptors below 1024 only: poll has no such limit. In place of a handle,
      the number of a descriptor may stand; one that is not open makes the call fail with EBADF.
      In the background the call is the job select, because it belongs to no single handle.
      """,
    gives: "r:HANDLE, w:HANDLE and x:HANDLE for all that are left in the sets.",
    examples: [
      "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket cli tcp = fd", "select r:srv 10ms = 0",
      "connect cli {srv} = 0", "select r:srv r:cli w:cli 2s = 2 r:srv w:cli", "select r:999 0 = -1 EBADF",
    ]
  ) { (words, table) throws(Diagnostic) in
    let end = try words.endOfWatched()
    let members = try words.selected(to: end)
    let timeout = try words.timeout(end)
    if end < words.count, try words.text(end).hasPrefix("-") {
      throw Diagnostic("select takes no negative time", at: words.span(end), label: "leave it out to wait for ever")
    }
    let time = timeval(tv_sec: Int(timeout) / 1000, tv_usec: Int(timeout) % 1000 * 1000)
    let room = Argument.symbol(timeout < 0 ? "NULL" : "{tv_sec=\(time.tv_sec), tv_usec=\(time.tv_usec)}")
    return .call(
      .selecting("select", members, [room], mayWait: timeout != 0) { width, sets in
        var left = time
        return timeout < 0
          ? Int(Glibc.select(width, sets[0], sets[1], sets[2], nil)) : Int(Glibc.select(width, sets[0], sets[1], sets[2], &left))
      })
  }
}

extension Words {
  /// The members of the three sets that the words before END name.
  func selected(to end: Int) throws(Diagnostic) -> [[Watched]] {
    var members: [[Watched]] = [[], [], []]
    for index in 0..<end {
      let (set, watched) = try selected(index)
      members[set.rawValue].append(watched)
    }
    return members
  }

  /// `r:HANDLE`, `w:HANDLE` or `x:HANDLE`
  private func selected(_ index: Int) throws(Diagnostic) -> (SelectSet, Watched) {
    let text = try text(index)
    guard let set = ["r:", "w:", "x:"].firstIndex(where: text.hasPrefix).flatMap(SelectSet.init) else {
      throw Diagnostic("this is in no set", at: span(index), label: "r:HANDLE, w:HANDLE or x:HANDLE")
    }
    let watched = try watched(text.dropFirst(2), index)
    guard (0..<SelectSet.room).contains(watched.descriptor) else {
      throw Diagnostic(
        "select cannot watch descriptor \(watched.descriptor)", at: span(index), label: "its sets hold 0 to \(SelectSet.room - 1)",
        help: "poll watches any descriptor")
    }
    return (set, watched)
  }
}

extension Invocation {
  /// The call NAME with LAST as its last arguments, which SELECT makes with the highest number plus 1 and the three sets of MEMBERS.
  static func selecting(
    _ name: String, _ members: [[Watched]], _ last: [Argument], mayWait: Bool,
    _ select: @escaping @Sendable (Int32, [UnsafeMutablePointer<fd_set>?]) -> Int
  ) -> Invocation {
    let sets = members.map { Set($0.map(\.descriptor)).sorted() }
    let width = (sets.joined().max() ?? -1) + 1
    let interests = SelectSet.allCases.flatMap { set in
      sets[set.rawValue].map { Interest(descriptor: $0, events: set.events, ends: set.ends) }
    }
    let watched = SelectSet.allCases.map { Argument.selected($0, sets[$0.rawValue]) }
    return Invocation(
      Call(name, [.integer(Int(width))] + watched + last), on: nil, wait: mayWait ? .untilAny(interests) : .never,
      gives: { _, answer in answer.selected(members) }
    ) { $0.takeSelected(sets) { select(width, $0) } }
  }
}

extension Answer {
  /// What select(2) left of MEMBERS, in words.
  fileprivate func selected(_ members: [[Watched]]) -> [String] {
    guard case .selected(let left)? = received.details else { return [] }
    return zip(["r", "w", "x"], zip(members, left)).flatMap { letter, sets in
      sets.0.filter { sets.1.contains($0.descriptor) }.map { "\(letter):\($0.name)" }
    }
  }
}
