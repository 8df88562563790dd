import SessionLanguage

extension Command {
  static let help = Command(
    name: "help", group: .looking,
    parameters: [
      Parameter("COMMAND", .text, optional: true) { _ in
        .words((Command.all.map(\.name) + Topic.all.map(\.name)).sorted())
      }
    ],
    summary: "List the commands, or explain a command or a topic.",
    examples: ["help bind"]
  ) { (arguments, _) throws(Diagnostic) in
    guard arguments.count > 0 else { return .report(Manual.overview) }
    let name = try arguments.text(0)
    if let topic = Topic.find(name) { return .report(topic.lines) }
    return .report(Manual.page(try Command.find(name, at: arguments.span(0), orAmong: Topic.all.map(\.name))))
  }
}
