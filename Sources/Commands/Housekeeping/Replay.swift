import SessionLanguage

extension Command {
  static let replay = Command(
    name: "replay", group: .housekeeping, parameters: [Parameter("FILE", .file)],
    summary: "Play a session file with handles of its own."
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.replay(path: try arguments.text(0)))
  }
}
