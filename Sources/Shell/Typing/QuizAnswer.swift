import Glibc
import Runner

/// What a student answers: a line of standard input.
enum QuizAnswer {
  /// The most bytes of an answer that count.
  private static let longest = 1000

  /// Waits for a line.
  /// - Returns: nil at the end of the input, and when Ctrl-C ends the wait.
  static func read(interrupts: UInt32) -> String? {
    var line: [UInt8] = []
    while true {
      guard Keyboard.now.interrupts == interrupts, !Keyboard.now.isEnding else { return nil }
      // A signal that comes between the look and the wait is seen at the latest then.
      var entry = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, Int32(Session.watchInterval)) > 0 else { continue }
      var byte: UInt8 = 0
      let count = Glibc.read(0, &byte, 1)
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
      }
      if byte == 0x0a { return String(decoding: line, as: UTF8.self) }
      if line.count < longest { line.append(byte) }
    }
  }
}
