/// What the lines before a step say about how it is to be written.
struct RecordedHints {
  /// How its data are to be written where they cannot be written as they are.
  var data: String?
  /// All that is expected of its result where chance decides that; nil where it does not.
  var outcome: String?
  /// Whether not even that it waits can be expected.
  var saysNothing = false
  /// Whether it works on a connection on which a play may have moved more or fewer bytes by then.
  var isOnChance = false
  /// The handles whose states depend on how much of their data has been moved.
  var unsteady: Set<String> = []
}
