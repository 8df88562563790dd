import SessionLanguage

extension Command {
  static let source = Command(
    name: "source", group: .housekeeping, traits: .makesUnknownNames, parameters: [Parameter("FILE", .file)],
    summary: "Run the lines of a session file here, on this session's handles."
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.source(path: try arguments.text(0)))
  }
}
