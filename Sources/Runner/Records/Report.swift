/// Receives what happens in a session, as an ordered stream of records: the screen, a recording, JSON.
package protocol Report: AnyObject {
  /// Whether it wants to know what each step changed. If no report does, sockets are not observed.
  var wantsChanges: Bool { get }
  /// The first record is still to come: of a file that is played, or of what is typed.
  func begin()
  func take(_ record: Record)
  /// There will be no more records until it begins again.
  func end()
}

extension Report {
  package func begin() {}
  package func end() {}
}
