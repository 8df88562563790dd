import SessionLanguage

/// Why nothing can be made of a log or a capture.
package struct ImportProblem: Error {
  package let diagnostic: Diagnostic
  /// The line of the log that is at fault, counted from 1.
  package let line: Int?

  init(_ diagnostic: Diagnostic, line: Int? = nil) { (self.diagnostic, self.line) = (diagnostic, line) }

  init(_ title: String, help: String, korean: String, koreanHelp: String, line: Int? = nil) {
    self.init(Diagnostic(title, help: help).inKorean(korean, help: koreanHelp), line: line)
  }
}
