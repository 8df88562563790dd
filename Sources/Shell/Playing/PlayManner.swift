/// How a play deals with a person at the terminal.
enum PlayManner {
  case plain
  /// It waits for Enter where there is something to think about.
  case lesson
  /// It opens a prompt at a line that fails.
  case promptAtFailure
  /// It shows each line before it runs, and waits for a key; and it opens a prompt at a line that fails.
  case step
  /// It asks before each call what that will return.
  case quiz

  /// Whether the play ends with what held: a lesson and a quiz have an end of their own.
  var hasResult: Bool { self != .lesson && self != .quiz }
}
