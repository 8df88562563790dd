import Packets

/// A frame as the rules see it.
struct PassingFrame {
  let packet: Packet
  /// When it was sent, in nanoseconds of the monotonic clock.
  let moment: Int64
  let sender: String
  /// The hosts that it goes to: one, or where it is for many, all others.
  let receivers: [String]
}

/// What the rules have made of a frame.
struct Judgement {
  /// Those that struck it, in the order in which they did.
  var struck: [Frame.StruckRule] = []
  var isDropped = false
  /// The hosts that a cut keeps it from, though it reaches others.
  var unreached: Set<String> = []
  /// The frame as it goes on, where a rule changed it.
  var bytes: [UInt8]?
  /// How many of it go on.
  var copies = 1
  /// When it goes on.
  var due: Int64
  /// Whether it goes on right after the next of its direction, at the latest when it is due.
  var waitsForNext = false
  /// A frame that tells its sender why it was dropped.
  var answer: [UInt8]?

  init(due: Int64) { self.due = due }
}
