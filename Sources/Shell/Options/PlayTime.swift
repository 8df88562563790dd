import ArgumentParser
import Commands
import Runner
import SessionLanguage

/// How long a play may take as a whole.
struct PlayTime: ParsableArguments {
  @Option(
    help: ArgumentHelp("End the whole play after TIME, such as 30s: then the exit code is 3.", valueName: "TIME"),
    transform: milliseconds)
  var timeout: Int?

  /// - Throws: That `text` is not a length of time.
  static func milliseconds(_ text: String) throws -> Int {
    guard let time = TimeText.milliseconds(text), time > 0 else {
      throw ValidationError("\(text) is not a time, such as 200ms, 2s or 1m")
    }
    return time
  }

  /// How long the check of a file may take without the option, in milliseconds: an hour, so that nothing runs forever
  /// where nobody looks.
  static let mostOfACheck = 3_600_000

  /// Lets the time begin.
  /// - Parameter most: The time without the option, in milliseconds; nil for ever.
  func begin(most: Int? = nil) { if let time = timeout ?? most { Keyboard.limitTime(milliseconds: time) } }
}
