import Reports

/// A line on a terminal that says how far something is, and is gone at the end.
struct ProgressLine {
  private let output: Output
  private let isShown: Bool
  private var text = ""

  /// - Parameter isShown: Whether `output` is a terminal.
  init(_ output: Output, isShown: Bool) { (self.output, self.isShown) = (output, isShown) }

  mutating func show(_ text: String) {
    guard isShown, text != self.text else { return }
    self.text = text
    output.write("\r\u{1b}[K\(text)")
  }

  /// Takes it away, before something else is written.
  mutating func erase() {
    guard !text.isEmpty else { return }
    text = ""
    output.write("\r\u{1b}[K")
  }
}
