import Packets

/// The rules of a cable, in the order in which they were made, with how often each has struck.
struct RuleBook {
  private var entries: [RuleEntry] = []
  private var last = 0

  var isEmpty: Bool { entries.isEmpty }

  /// Returns its number, counted from 1; no number is given twice.
  mutating func add(_ rule: CableRule) -> Int {
    last += 1
    entries.append(RuleEntry(rule, number: last))
    return last
  }

  mutating func removeAll() { entries = [] }

  /// Removes the cuts of `host`, or all where it is nil, and returns how many those were.
  mutating func removeCuts(of host: String?) -> Int {
    let before = entries.count
    entries.removeAll { entry in
      if case .cut(let cut) = entry.rule.action { host == nil || cut == host } else { false }
    }
    return before - entries.count
  }

  var status: [CableStatus.Rule] { entries.map(\.status) }

  /// Asks each rule in turn, until one drops the frame.
  mutating func judge(_ frame: PassingFrame) -> Judgement {
    var judgement = Judgement(due: frame.moment)
    for index in entries.indices where !judgement.isDropped {
      entries[index].strike(frame, &judgement)
    }
    return judgement
  }
}

/// What is seen of a cable.
package struct CableStatus: Sendable, Equatable {
  package let rules: [Rule]
  /// How many frames of the hosts went on or will, and how many did not.
  package let passed, dropped: Int
  /// How many have not yet arrived because a rule holds them back.
  package let held: Int

  /// The counts that a check may ask for, by name: `? cable.dropped == 1`.
  package static var counts: [(name: String, path: KeyPath<CableStatus, Int>)] {
    [("passed", \.passed), ("dropped", \.dropped), ("held", \.held)]
  }

  package struct Rule: Sendable, Equatable {
    /// Counted from 1 in the session.
    package let number: Int
    /// As it is typed after `cable`.
    package let text: String
    /// How many frames it has struck.
    package let strikes: Int
    /// Whether it has struck as often as it says, and never will again.
    package let isUsedUp: Bool
  }
}
