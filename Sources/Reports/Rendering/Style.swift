/// Colours, or none.
package struct Style: Sendable {
  package let isColoured: Bool

  /// What clears a terminal's screen.
  package static let clearScreen = "\u{1b}[H\u{1b}[2J"

  package init(isColoured: Bool) { self.isColoured = isColoured }

  /// The role of a piece of text.
  enum Role { case quiet, bad, good, heading, struck }

  /// Gives what `body` writes the colour of `role`.
  func paint(_ role: Role, _ text: inout TextBuffer, _ body: (inout TextBuffer) -> Void) {
    guard isColoured else { return body(&text) }
    switch role {
    case .quiet: text.put("\u{1b}[2m")
    case .bad: text.put("\u{1b}[31m")
    case .good: text.put("\u{1b}[32m")
    case .heading: text.put("\u{1b}[1m")
    case .struck: text.put("\u{1b}[9m")
    }
    body(&text)
    text.put("\u{1b}[0m")
  }

  /// The bytes of colour sequences, which count as columns but take none.
  func hidden(_ role: Role) -> Int {
    guard isColoured else { return 0 }
    return role == .bad || role == .good ? 9 : 8
  }
}
