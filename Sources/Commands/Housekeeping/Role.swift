import SessionLanguage

extension Command {
  static let role = Command(
    name: "role", group: .housekeeping, parameters: [Parameter("NAME", .text)],
    summary: "Play NAME: it stands in the prompt and in a recording.",
    manual: "role off ends it.",
    examples: ["role server"]
  ) { (words, _) throws(Diagnostic) in
    let name = try words.text(0)
    guard Name.isValid(name) else {
      throw Diagnostic("this is no name for a role", at: words.span(0), label: "a letter, then letters, digits, _ or -")
    }
    return .request(.role(name == "off" ? nil : name))
  }
}
