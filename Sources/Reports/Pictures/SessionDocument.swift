import Text

/// A page or a picture that a session can be had as, a row each: a function of the records of its play.
package struct SessionDocument: Sendable {
  /// As one types it after `export`.
  package let name: String
  /// Whether it is made of a session that does not hold, too: it shows what came, up to there.
  package let showsFailure: Bool
  /// Whether what came can be filled in, or left for who reads it.
  package let hasAnswers: Bool
  fileprivate let text: @Sendable (PlayedSession, DocumentManner) -> String

  package static let all = [html, svg, mermaid, markdown]

  package static func named(_ name: String) -> SessionDocument? { all.first { $0.name == name } }

  private static let html = SessionDocument(
    name: "html", showsFailure: true, hasAnswers: false,
    text: { SessionPage(session: $0, language: $1.language).text })

  private static let svg = SessionDocument(
    name: "svg", showsFailure: true, hasAnswers: false, text: { SVGLadder.text(of: $0, in: $1.language) })

  private static let mermaid = SessionDocument(
    name: "mermaid", showsFailure: true, hasAnswers: false, text: { MermaidDocument.text(of: $0, in: $1.language) })

  private static let markdown = SessionDocument(
    name: "markdown", showsFailure: false, hasAnswers: true, text: { LabSheet.text(of: $0, $1) })
}

extension PlayedSessionReport {
  /// The session as far as it was played, as `document`.
  package func text(as document: SessionDocument, _ manner: DocumentManner) -> String {
    document.text(played, manner)
  }

  /// The session so far as a page that its server keeps up to date.
  package func livePage(_ language: Language) -> String {
    SessionPage(session: played, language: language, isLive: true).text
  }
}
