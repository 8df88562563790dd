/// A frame as it was seen where it passed: on the cable between two hosts, or on loopback.
package struct Frame: Sendable, Equatable {
  /// When it was seen, in nanoseconds of the monotonic clock.
  package let moment: Int64
  /// From its Ethernet header on.
  package let bytes: [UInt8]
  /// How many bytes it had.
  package let originalLength: Int
  /// The host that sent it; nil on loopback, and for what the cable itself makes.
  package let sender: String?
  package var fate: Fate
  /// When the cable passes it on, in nanoseconds of the monotonic clock: later than `moment` where a rule delays it.
  package var due: Int64

  /// - Parameter due: nil where it is passed on at once.
  package init(
    moment: Int64, bytes: [UInt8], originalLength: Int? = nil, sender: String?, fate: Fate = .passed, due: Int64? = nil
  ) {
    (self.moment, self.bytes, self.sender, self.fate) = (moment, bytes, sender, fate)
    self.due = due ?? moment
    self.originalLength = originalLength ?? bytes.count
  }

  /// What became of it.
  package struct Fate: Sendable, Equatable {
    /// Whether it reaches nobody.
    package let isDropped: Bool
    /// The rules of the cable that struck it, in the order in which they did; of one that the cable made, the rule for
    /// which it did.
    package let rules: [StruckRule]
    /// Whether no host sent it: the cable made it in the name of one.
    package let isMade: Bool

    package init(isDropped: Bool = false, rules: [StruckRule] = [], isMade: Bool = false) {
      (self.isDropped, self.rules, self.isMade) = (isDropped, rules, isMade)
    }

    package static let passed = Fate()
  }

  /// A rule of the cable, as it is shown.
  package struct StruckRule: Sendable, Equatable {
    /// Counted from 1 in the session.
    package let number: Int
    /// As it is typed after `cable`, such as `drop next SYN,ACK`.
    package let text: String

    package init(number: Int, text: String) { (self.number, self.text) = (number, text) }
  }
}
