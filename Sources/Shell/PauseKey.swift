import Glibc
import Reports
import Runner

/// `pause`: waits for Enter, if input is a terminal.
enum PauseKey {
  /// Shows the text alone.
  static func say(_ text: String, _ context: RunContext) {
    if !text.isEmpty { context.output.write(TerminalEscape.prose(text) + "\n") }
  }

  /// - Returns: Whether to go on: false at the end of the input.
  @discardableResult
  static func wait(_ text: String, _ context: RunContext, _ session: Session? = nil) -> Bool {
    guard isatty(0) == 1, isatty(1) == 1, !context.isQuiet else { return true }
    let request = context.language.text("(press Enter to go on)", korean: "(Enter를 누르면 계속합니다)")
    context.output.write("\(text.isEmpty ? "" : TerminalEscape.prose(text) + " ")\(request)\n")
    let keys = session?.interruptsAtStart ?? Keyboard.now.interrupts
    while Keyboard.now.interrupts == keys {
      var entry = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, Int32(Session.watchInterval)) > 0 { return readLine() }
      session?.catchUp()
      context.view?.publish()
    }
    session?.report.take(.interruption)
    return true
  }

  private static func readLine() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(0, &bytes, bytes.count)
      if count <= 0 { return false }
      if bytes[..<count].contains(0x0a) { return true }
    }
  }
}
