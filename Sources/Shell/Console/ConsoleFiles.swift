import Commands
import Runner
import SessionLanguage

// The files that a line names, and a play that waits for a line.
extension Console {
  private static let deepest = 16

  /// How the play that has stopped here goes on.
  func resumePlay(_ resumption: Resumption, _ span: Span?) throws(Diagnostic) {
    guard !resumptions.isEmpty else {
      throw Diagnostic(
        "no play has stopped here", at: span,
        help: "sockplay replay --from-failure FILE stops at a line that fails, replay --step FILE before each")
    }
    guard resumptions.contains(resumption) else {
      throw Diagnostic("no line has failed here", at: span, help: "continue goes on with the file")
    }
    self.resumption = resumption
  }

  func checkNesting(_ path: String, _ span: Span?) throws(Diagnostic) {
    guard nesting < Self.deepest else {
      throw Diagnostic("session files play each other too deeply", at: span, label: path)
    }
  }

  func load(_ path: String, _ span: Span?) throws(Diagnostic) -> SessionFile {
    let loader = loader(session.table.permissions.intersection(context.filePermissions))
    let (file, verdict) = loader.load(path, known: knownNames, refusesPipes: !isTyped)
    try require(verdict, path, span)
    guard let file else { throw unplayed(path, span, "it could not be run") }
    return file
  }

  func require(_ verdict: Verdict, _ path: String, _ span: Span?) throws(Diagnostic) {
    guard verdict != .held else { return }
    let label =
      switch verdict {
      case .unreadable: "it does not parse"
      case .checkFailed: "a check failed"
      case .interrupted: "interrupted"
      case .skipped: "it needs something that is not here"
      case .held, .usage, .couldNotRun: "it could not be run"
      }
    throw unplayed(path, span, label)
  }

  private func unplayed(_ path: String, _ span: Span?, _ label: String) -> Diagnostic {
    Diagnostic("\(path) did not play to its end", at: span, label: label)
  }
}
