import Sockets

/// A line on a terminal that says how far something is, and is gone at the end.
package struct ProgressLine {
  private let output: Output
  private let isShown: Bool
  private let began = monotonicNanoseconds()
  private var last: Int64 = 0
  private var text = ""

  /// - Parameter isShown: Whether `output` is a terminal.
  package init(_ output: Output, isShown: Bool) { (self.output, self.isShown) = (output, isShown) }

  package mutating func show(_ text: String) {
    guard isShown, text != self.text else { return }
    self.text = text
    output.write("\r\u{1b}[K\(text)")
  }

  /// Shows `text` of what takes longer than a second, twice a second.
  /// - Parameter atOnce: Whether it is shown however short ago another was.
  package mutating func showInTime(_ text: @autoclosure () -> String, atOnce: Bool = false) {
    guard isShown else { return }
    let now = monotonicNanoseconds()
    guard now - began > 1_000_000_000, atOnce || now - last > 500_000_000 else { return }
    last = now
    show(text())
  }

  /// Takes it away, before something else is written.
  package mutating func erase() {
    guard !text.isEmpty else { return }
    (text, last) = ("", 0)
    output.write("\r\u{1b}[K")
  }
}
