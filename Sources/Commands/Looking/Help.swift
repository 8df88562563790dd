import SessionLanguage
import Sockets
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
    korean: "명령을 모두 보거나, 명령이나 주제 하나의 설명을 봅니다.",
    manual: "help TIME_WAIT explains a state, help MSG_PEEK a flag, help EPIPE an errno, help SO_LINGER an option.",
    examples: ["help bind", "help TIME_WAIT"]
  ) { (arguments, table) throws(Diagnostic) in
    guard arguments.count > 0 else { return .report(Listing(Manual.overview(in: table.language))) }
    let name = asked(try arguments.text(0))
    if let topic = Topic.find(name) { return .report(topic.listing(in: table.language)) }
    if Command.matching(name).first?.name != name, let page = SymbolPage.find(name, in: table.language) {
      return .report(page)
    }
    let command = try Command.find(name, at: arguments.span(0), orAmong: Topic.all.map(\.name))
    return .report(Listing(Manual.page(command, in: table.language)))
  }

  /// `send` for `send()` and `send(2)`, and EADDRINUSE for 98.
  private static func asked(_ text: String) -> String {
    if let number = Int32(numeral: text), number > 0 { return Errno(number).symbol }
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "("), open > text.startIndex else { return text }
    return String(text[..<open])
  }
}
