import Glibc
import SessionLanguage
import Sockets

extension Arguments {
  /// The members of the three sets that the words before `end` name.
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
      throw .invalid("set", text, at: span(index), label: "r:HANDLE, w:HANDLE or x:HANDLE")
    }
    let watched = try watched(text.dropFirst(2), index)
    guard (0..<SelectSet.capacity).contains(watched.descriptor) else {
      throw Diagnostic(
        "select cannot watch descriptor \(watched.descriptor)", at: span(index),
        label: "its sets hold 0 to \(SelectSet.capacity - 1)",
        help: "poll watches any descriptor")
    }
    return (set, watched)
  }
}

extension Invocation {
  /// The call `name` with `last` as its last arguments, which `select` makes with the highest number plus 1 and the
  /// three sets of `members`.
  ///
  /// - Parameter milliseconds: The timeout; a negative one waits forever.
  static func selecting(
    _ name: String, _ members: [[Watched]], _ last: [Argument], milliseconds: Int,
    _ select: @escaping @Sendable (Int32, [UnsafeMutablePointer<fd_set>?]) -> Int
  ) -> Invocation {
    let sets = members.map { Set($0.map(\.descriptor)).sorted() }
    let width = (sets.joined().max() ?? -1) + 1
    let interests = SelectSet.allCases.flatMap { set in
      sets[set.rawValue].map { Interest(descriptor: $0, events: set.events, ends: set.ends) }
    }
    let watched = SelectSet.allCases.map { Argument.selected($0, sets[$0.rawValue]) }
    return Invocation(
      Call(name, [], [.integer(Int(width))] + watched + last), on: nil,
      wait: milliseconds != 0 ? .untilAny(interests) : .never,
      returnsWithin: milliseconds, outputs: { _, answer in answer.selected(members) }
    ) { $0.takeSelected(sets) { select(width, $0) } }
  }
}

extension Answer {
  /// What select(2) left of `members`, in words.
  fileprivate func selected(_ members: [[Watched]]) -> [String] {
    guard case .selected(let left)? = received.details else { return [] }
    return zip(["r", "w", "x"], zip(members, left)).flatMap { letter, sets in
      sets.0.filter { sets.1.contains($0.descriptor) }.map { "\(letter):\($0.name)" }
    }
  }
}
