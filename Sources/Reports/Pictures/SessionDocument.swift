import Text

/// A page or a picture that a session can be had as, a row each: a function of the records of its play.
package struct SessionDocument: Sendable {
  /// As one types it after `export`.
  package let name: String
  /// Whether it is made of a session that does not hold, too: it shows what came, up to there.
  package let showsFailure: Bool
  /// Whether what came can be filled in, or left for who reads it.
  package let hasAnswers: Bool
  fileprivate let text: @Sendable (PlayedSession, Manner) -> String

  /// How a reader wants it.
  package struct Manner: Sendable {
    let language: Language
    let showsAnswers: Bool

    package init(language: Language, showsAnswers: Bool = false) {
      (self.language, self.showsAnswers) = (language, showsAnswers)
    }
  }

  package static let all = [html]

  package static func named(_ name: String) -> SessionDocument? { all.first { $0.name == name } }

  private static let html = SessionDocument(
    name: "html", showsFailure: true, hasAnswers: false,
    text: { SessionPage(session: $0, language: $1.language).text })
}

extension PlayedSessionReport {
  /// The session as far as it was played, as `document`.
  package func text(as document: SessionDocument, _ manner: SessionDocument.Manner) -> String {
    document.text(played, manner)
  }
}
