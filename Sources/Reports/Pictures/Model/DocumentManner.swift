import Text

/// How a reader wants a document.
package struct DocumentManner: Sendable {
  let language: Language
  /// Whether what came is filled in, where it could be left for the reader to find out.
  let showsAnswers: Bool

  package init(language: Language, showsAnswers: Bool = false) {
    (self.language, self.showsAnswers) = (language, showsAnswers)
  }
}
