import Glibc
import Reports
import Runner
import Text

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
      guard poll(&entry, 1, Int32(Session.watchInterval)) > 0 else {
        session?.catchUp()
        context.view?.publish()
        continue
      }
      guard let typed = readLine() else { return false }
      if typed.isEmpty { return true }
      context.output.write(notRun(TerminalEscape.text(typed), context.language) + "\n")
    }
    session?.report.take(.interruption)
    return true
  }

  /// Said of a line that was typed where Enter was asked for, so that nobody takes it for run.
  private static func notRun(_ line: String, _ language: Language) -> String {
    language.text(
      "not run: \(line) (Enter goes on, Ctrl-C leaves)",
      korean: "실행하지 않음: \(line) (계속은 Enter, 그만두기는 Ctrl-C)")
  }

  /// - Returns: A line without its end and the blanks before it; nil at the end of the input.
  private static func readLine() -> String? {
    var line: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(0, &bytes, bytes.count)
      if count <= 0 { return nil }
      line += bytes[..<count]
      guard let end = line.firstIndex(of: 0x0a) else { continue }
      return String(decoding: line[..<end].drop { $0 <= 0x20 }, as: UTF8.self)
    }
  }
}
