/// Receives what happens in a session, as an ordered stream of records: the screen, a recording, JSON.
package protocol Report: AnyObject {
  /// Whether it wants to know what each step changed. If no report does, sockets are not observed. A report may cease to
  /// want that; it does not begin again before another file, because what was not observed cannot be told.
  var wantsChanges: Bool { get }
  /// Whether it keeps results for a later play, which must not depend on how fast the lines came.
  var isRecording: Bool { get }
  /// The first record is still to come: of a file that is played, or of what is typed.
  func begin()
  func take(_ record: Record)
  /// There will be no more records until it begins again.
  func end()
}

extension Report {
  package var isRecording: Bool { false }
  package func begin() {}
  package func end() {}
}
