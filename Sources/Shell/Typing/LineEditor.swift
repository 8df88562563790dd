import CReadline
import Glibc
import Reports
import Runner

/// Who asks for lines, and attends to what happens while one is typed.
protocol LineOwner: AnyObject {
  /// Whether a line is being typed now, above which everything else is to be shown.
  func typing(_ isTyping: Bool)
  /// The terminal may have another width.
  func measure()
  /// Shows what has happened meanwhile. Returns whether keys that were pressed since were meant for that.
  func attend() -> Bool
  /// Ctrl-C: a new line begins. Returns the prompt for it.
  func abandon() -> String
  /// Ctrl-D. Returns whether that is the end of the input.
  func leave() -> Bool
}

/// Reads lines with readline.
final class LineEditor {
  private unowned let owner: any LineOwner
  private let wakeup: Wakeup
  private let output: Output
  /// What to wait for besides keys and the wakeup; -1 for nothing.
  private let other: Int32
  /// The line that Enter just completed; nil while one is typed.
  private var entered: [UInt8]?
  /// Whether the input has ended.
  private(set) var isAtEnd = false
  /// Whether it waits for the answer to a question, which Ctrl-C leaves.
  private var isAsking = false

  /// Readline's callbacks have no context argument; they and the editor run on one thread.
  nonisolated(unsafe) private static var current: LineEditor?

  init(_ owner: any LineOwner, _ context: RunContext, besides other: Int32 = -1) {
    (self.owner, wakeup, output, self.other) = (owner, context.wakeup, context.output, other)
  }

  /// Reads one line, while what happens is shown above it.
  /// - Parameters:
  ///   - text: The prompt.
  ///   - initial: What the line is at first.
  ///   - isAsking: Whether Ctrl-C leaves it.
  /// - Returns: nil at the end of the input, and after Ctrl-C at a question.
  func read(after text: String, _ initial: [UInt8] = [], isAsking: Bool = false) -> [UInt8]? {
    (entered, isAtEnd, self.isAsking) = (nil, false, isAsking)
    Self.current = self
    defer { Self.current = nil }
    measure()
    // From the moment the prompt is visible, a key is meant for it.
    var keys = Keyboard.now
    rl_callback_handler_install(text) { LineEditor.current?.enter($0) }
    if !initial.isEmpty { creadline_insert(String(decoding: initial, as: UTF8.self)) }
    owner.typing(true)
    while entered == nil, !isAtEnd {
      waitForInput()
      let now = Keyboard.now
      if now.isOver {
        if entered == nil, !isAtEnd { enter(nil) }
        return nil
      }
      if now.interrupts != keys.interrupts {
        if isAsking { return cancel() }
        creadline_abandon(owner.abandon())
      }
      if now.suspends != keys.suspends { suspend() }
      keys = now
      if entered == nil, !isAtEnd, owner.attend() { keys = Keyboard.now }
    }
    return entered
  }

  /// Ends the reading: nobody takes lines any more.
  func stop() {
    creadline_hide()
    rl_callback_handler_remove()
    owner.typing(false)
    isAtEnd = true
  }

  private func waitForInput() {
    var entries = [
      pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: other, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&entries, 3, Int32(Session.watchInterval)) > 0 else {
      if rl_pending_signal() != 0 { resize() }
      return
    }
    if entries[1].revents != 0 { wakeup.drain() }
    if entries[0].revents != 0 { rl_callback_read_char() }
  }

  /// The terminal was resized.
  private func resize() {
    rl_check_signals()
    measure()
  }

  private func measure() {
    creadline_measure()
    owner.measure()
  }

  /// Readline calls this with the whole line, or with nil for Ctrl-D.
  private func enter(_ line: UnsafeMutablePointer<CChar>?) {
    rl_callback_handler_remove()
    owner.typing(false)
    guard let line else { return end() }
    entered = Array(UnsafeRawBufferPointer(start: line, count: strlen(line)))
    free(line)
  }

  private func end() {
    if owner.leave() { isAtEnd = true } else { entered = [] }
    output.write("\n")
  }

  /// Ctrl-C at a question.
  private func cancel() -> [UInt8]? {
    creadline_cancel()
    rl_callback_handler_remove()
    owner.typing(false)
    return nil
  }

  /// Ctrl-Z at the prompt stops sockplay itself, as it would any program.
  private func suspend() {
    rl_deprep_terminal()
    Keyboard.suspend()
    rl_prep_terminal(1)
    creadline_show()
  }
}
