import SessionLanguage

extension Command {
  static let tour = Command(
    name: "tour", group: .housekeeping,
    summary: "Show what there is, with examples; Enter goes on.",
    manual: "It plays the files of Sessions/tour with handles of their own. Ctrl-C ends it."
  ) { (_, _) throws(Diagnostic) in
    return .request(.tour)
  }
}
