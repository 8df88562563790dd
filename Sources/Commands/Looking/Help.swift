import SessionLanguage
import Text

extension Command {
  static let help = Command(
    name: "help", group: .looking,
    parameters: [
      Parameter("COMMAND", .text, optional: true) {
        .words((Command.all.map(\.name) + Topic.all.map(\.name)).sorted() + ($0.word.isEmpty ? [] : SymbolPage.names))
      }
    ],
    summary: "List the commands, or explain a command or a topic.",
    manual: "help TIME_WAIT explains a state, help MSG_PEEK a flag, help EPIPE an errno, help SO_LINGER an option.",
    examples: ["help bind", "help TIME_WAIT"]
  ) { (arguments, _) throws(Diagnostic) in
    guard arguments.count > 0 else { return .report(Listing(Manual.overview)) }
    let name = try arguments.text(0)
    if let topic = Topic.find(name) { return .report(topic.listing) }
    if Command.matching(name).first?.name != name, let page = SymbolPage.find(name) { return .report(page) }
    let command = try Command.find(name, at: arguments.span(0), orAmong: Topic.all.map(\.name))
    return .report(Listing(Manual.page(command)))
  }
}
