import Glibc
import Reports
import Runner

/// `pause`: waits for Enter, if input is a terminal.
enum PauseKey {
  static func wait(_ text: String, _ context: RunContext, _ session: Session) {
    guard isatty(0) == 1, isatty(1) == 1, session.report.wantsChanges else { return }
    context.output.write("\(text.isEmpty ? "" : TerminalEscape.prose(text) + " ")(press Enter to go on)\n")
    let keys = session.interruptsAtStart ?? Keyboard.now.interrupts
    while Keyboard.now.interrupts == keys {
      var entry = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, Int32(Session.watchInterval)) > 0 { return readLine() }
      session.catchUp()
    }
    session.report.take(.interruption)
  }

  private static func readLine() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(0, &bytes, bytes.count)
      if count <= 0 || bytes[..<count].contains(0x0a) { return }
    }
  }
}
