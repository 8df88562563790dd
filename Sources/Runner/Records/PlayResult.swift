/// What came of a play.
package struct PlayResult: Sendable {
  /// How many lines were checked: those with an expectation, checks of fields, and whatever failed.
  package internal(set) var checked = 0
  package internal(set) var held = 0
  /// The last line that was played, counted from 1, and how many there are; nil if all were.
  package internal(set) var stop: (line: Int, lines: Int)?

  package init(checked: Int = 0, held: Int = 0, stop: (line: Int, lines: Int)? = nil) {
    (self.checked, self.held, self.stop) = (checked, held, stop)
  }
}
