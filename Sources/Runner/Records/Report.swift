/// Receives what happens in a session: a screen, a recording, JSON. It sees records, in their order, and nothing else.
package protocol Report: AnyObject {
  /// Whether it wants to be told what each step changed. Nobody looks at a socket that nobody wants seen.
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
