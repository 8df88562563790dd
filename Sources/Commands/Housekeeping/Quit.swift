import SessionLanguage

extension Command {
  static let quit = Command(
    name: "quit", group: .housekeeping,
    summary: "Leave.",
    manual: "Ctrl-D does the same. Calls that still wait are given up."
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.quit)
  }
}
