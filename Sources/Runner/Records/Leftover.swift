/// Something that a session left behind, which a person may have forgotten.
package struct Leftover: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// Descriptors that were not closed.
    case open
    /// Data that came and were not read.
    case unread
    /// Connections that were not accepted.
    case waiting
    /// An error that no call has returned.
    case error
    /// A send that took less than it was given, and after which nothing was sent.
    case short
  }

  package let kind: Kind
  /// The handles that it is about.
  package let handles: [String]
  package let sentence: String

  package init(_ kind: Kind, _ handles: [String], _ sentence: String) {
    (self.kind, self.handles, self.sentence) = (kind, handles, sentence)
  }
}
