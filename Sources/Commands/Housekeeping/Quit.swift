import SessionLanguage

extension Command {
  static let quit = Command(
    name: "quit", group: .housekeeping,
    summary: "Leave.",
    korean: "끝냅니다.",
    manual:
      "Ctrl-D does the same. Calls that still wait are given up, and what is left is named: descriptors that were not closed, unread data, an error that no call has returned, a send that took less than it was given."
  ) { (arguments, _) throws(Diagnostic) in
    return .request(.quit)
  }
}
