import Glibc

/// What is typed while a call holds the prompt: the terminal keeps it until the prompt reads it.
enum TypedAhead {
  /// Has the terminal keep it also when Ctrl-C or Ctrl-Z is pressed, which would throw it away (NOFLSH in termios(3)).
  ///
  /// - Returns: the terminal's settings before; nil if there is none.
  static func keep() -> termios? {
    var settings = termios()
    guard tcgetattr(0, &settings) == 0 else { return nil }
    let before = settings
    settings.c_lflag |= tcflag_t(NOFLSH)
    tcsetattr(0, TCSANOW, &settings)
    return before
  }

  /// Gives the terminal its `settings` back.
  static func restore(_ settings: termios?) {
    guard var settings else { return }
    tcsetattr(0, TCSANOW, &settings)
  }
}
