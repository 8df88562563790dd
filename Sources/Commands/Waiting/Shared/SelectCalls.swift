import Glibc
import SessionLanguage
import Sockets

extension Arguments {
  /// The members of the three sets that the words before `end` name.
  func selected(to end: Int) throws(Diagnostic) -> SelectedSets {
    var sets = SelectedSets()
    for index in 0..<end {
      let (set, pointer, watched) = try selected(index)
      if let pointer { sets.pointers[set.rawValue] = pointer }
      if let watched { sets.members[set.rawValue].append(watched) }
    }
    sets.width = try number(byHand: "nfds", in: Int(Int32.min)...Int(Int32.max)).map { Int32($0) }
    // A set has 1024 bits. The kernel uses as many as it is told, and some may be those of other memory.
    guard sets.width.map({ $0 <= SelectSet.capacity }) ?? true else {
      throw try refusal(
        byHand: "nfds", "a set has room for \(SelectSet.capacity) descriptors",
        help: "the kernel would write beyond the set; nfds:-1 is passed, and fails with EINVAL")
    }
    return sets
  }

  /// `r:HANDLE`, `w:HANDLE` or `x:HANDLE`
  private func selected(_ index: Int) throws(Diagnostic) -> (SelectSet, WrongPointer?, Watched?) {
    let text = try text(index)
    guard let set = ["r:", "w:", "x:"].firstIndex(where: text.hasPrefix).flatMap(SelectSet.init) else {
      throw .invalid("set", text, at: span(index), label: "r:HANDLE, w:HANDLE or x:HANDLE")
    }
    if let pointer = WrongPointer(word: String(text.dropFirst(2))) { return (set, pointer, nil) }
    let watched = try watched(text.dropFirst(2), index)
    guard (0..<SelectSet.capacity).contains(watched.descriptor) else {
      throw Diagnostic(
        "select cannot watch descriptor \(watched.descriptor)", at: span(index),
        label: "its sets hold 0 to \(SelectSet.capacity - 1)",
        help: "poll watches any descriptor")
    }
    return (set, nil, watched)
  }
}

/// The arguments `nfds` and the three sets of select(2), where a set may be a pointer that is wrong on purpose.
struct SelectedSets: Sendable {
  var members: [[Watched]] = [[], [], []]
  var pointers: [WrongPointer?] = [nil, nil, nil]
  /// The number that the line gives by hand.
  var width: Int32?

  /// The highest number plus 1. Of a set that cannot be read the kernel wants to read something.
  var ownWidth: Int32 {
    let highest = members.joined().map(\.descriptor).max() ?? -1
    return max(highest, pointers.contains { $0 != nil } ? 0 : -1) + 1
  }
}

extension Invocation {
  /// The call `name` with `last` as its last arguments, which `select` makes with the highest number plus 1 and the
  /// three sets that are `selected`.
  ///
  /// - Parameter milliseconds: The timeout; a negative one waits forever.
  static func selecting(
    _ name: String, _ selected: SelectedSets, _ last: [Argument], milliseconds: Int,
    _ select: @escaping @Sendable (Int32, [UnsafeMutablePointer<fd_set>?]) -> Int
  ) -> Invocation {
    let (members, pointers) = (selected.members, selected.pointers)
    let sets = members.map { Set($0.map(\.descriptor)).sorted() }
    let width = selected.width ?? selected.ownWidth
    let interests = SelectSet.allCases.flatMap { set in
      sets[set.rawValue].map { Interest(descriptor: $0, events: set.events, ends: set.ends) }
    }
    let watched = SelectSet.allCases.map { set in
      pointers[set.rawValue].map { Argument.pointer($0) } ?? .selected(set, sets[set.rawValue])
    }
    return Invocation(
      Call(name, [], [.integer(Int(width))] + watched + last), on: nil,
      wait: milliseconds != 0 ? .untilAny(interests) : .never,
      returnsWithin: milliseconds, outputs: { _, answer in answer.selected(members) }
    ) { $0.takeSelected(sets, pointers: pointers) { select(width, $0) } }
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
