import Glibc
import Reports
import Runner
import Text

/// What was entered at a prompt: one line, or the lines of one paste.
struct EnteredText {
  private let lines: [ArraySlice<UInt8>]

  init(_ text: [UInt8]) {
    lines = text.split(omittingEmptySubsequences: false) { $0 == 0x0a || $0 == 0x0d }
  }

  /// Has the lines run, one after the other. Ctrl-C skips the remaining lines, and this is shown.
  /// - Parameters:
  ///   - prompt: What stands before the next line.
  ///   - take: Runs a line, and returns whether another may follow.
  ///   - skip: Leaves what the last line has begun.
  func run(
    _ context: RunContext, after prompt: () -> String, _ take: (ArraySlice<UInt8>) -> Bool, skip: () -> Void
  ) {
    let keys = Keyboard.now.interrupts
    let terminal = TypedAhead.keep()
    defer { TypedAhead.restore(terminal) }
    for (index, line) in lines.enumerated() {
      if lines.count > 1 { echo(line, prompt(), context) }
      guard take(line) else { return }
      guard Keyboard.now.interrupts != keys else { continue }
      skip()
      let count = lines.dropFirst(index + 1).count { !$0.isEmpty }
      if count > 0 {
        context.complain("\(count) more \(Plural.noun("line", count)) of the paste \(Plural.was(count)) not run")
      }
      return
    }
  }

  /// Shows one line of a paste again, above its card. A line that is not text is refused, and shown then.
  private func echo(_ line: ArraySlice<UInt8>, _ prompt: String, _ context: RunContext) {
    guard !line.isEmpty, line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return }
    context.output.write(prompt + TerminalEscape.prose(String(decoding: line, as: UTF8.self)) + "\n")
  }
}
