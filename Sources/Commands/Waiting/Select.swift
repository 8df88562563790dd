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
    var members: [[Watched]] = [[], [], []]
    for index in 0..<end {
      let (set, watched) = try words.selected(index)
      members[set.rawValue].append(watched)
    }
    let timeout = try words.timeout(end)
    if end < words.count, try words.text(end).hasPrefix("-") {
      throw Diagnostic("select takes no negative time", at: words.span(end), label: "leave it out to wait for ever")
    }
    return .call(.selecting(members, timeout))
  }
}

extension Words {
  /// `r:HANDLE`, `w:HANDLE` or `x:HANDLE`
  fileprivate func selected(_ index: Int) throws(Diagnostic) -> (SelectSet, Watched) {
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
  /// select(2).
  fileprivate static func selecting(_ members: [[Watched]], _ timeout: Int32) -> Invocation {
    let sets = members.map { Set($0.map(\.descriptor)).sorted() }
    let width = (sets.joined().max() ?? -1) + 1
    let interests = SelectSet.allCases.flatMap { set in
      sets[set.rawValue].map { Interest(descriptor: $0, events: set.events, ends: set.ends) }
    }
    let time = timeval(tv_sec: Int(timeout) / 1000, tv_usec: Int(timeout) % 1000 * 1000)
    let room = timeout < 0 ? "NULL" : "{tv_sec=\(time.tv_sec), tv_usec=\(time.tv_usec)}"
    return Invocation(
      Call(
        "select", .integer(Int(width)), .selected(.read, sets[0]), .selected(.write, sets[1]), .selected(.except, sets[2]), .symbol(room)),
      on: nil, wait: timeout == 0 ? .never : .untilAny(interests), gives: { _, answer in answer.selected(members) }
    ) { received in
      received.takeSelected(sets) { sets in
        var left = time
        return timeout < 0
          ? Int(Glibc.select(width, sets[0], sets[1], sets[2], nil)) : Int(Glibc.select(width, sets[0], sets[1], sets[2], &left))
      }
    }
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
