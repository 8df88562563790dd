import SessionLanguage
import Text

extension Command {
  static let errors = Command(
    name: "errors", group: .looking,
    parameters: [
      Parameter("CALL", .text, optional: true) { _ in .words(ErrorPage.names + ErrorPage.symbols) },
      Parameter("ERRNO", .text, optional: true) { context in
        .words(ErrorPage.pages(of: context.words[1]).flatMap { $0.errors.map(\.symbol) })
      },
    ],
    summary: "List the documented errors of a call, with their causes.",
    manual: """
      errors bind lists the errors of bind(2), each with a line that fails so; errors bind EADDRINUSE shows the whole session for it.
      errors ECONNRESET lists the calls that may fail with it, each with its cause. errors alone lists the calls.
      """,
    examples: ["errors bind", "errors bind EADDRINUSE", "errors ECONNRESET", "errors"]
  ) { (arguments, _) throws(Diagnostic) in
    guard arguments.count > 0 else { return .report(ErrorPage.overview) }
    let first = try arguments.text(0)
    let pages = ErrorPage.pages(of: first)
    guard !pages.isEmpty else {
      let calls = ErrorPage.all.compactMap { page in page.error(first).map { (page.calls[0], $0.cause) } }
      guard !calls.isEmpty, arguments.count == 1 else {
        throw unknown(first, arguments, 0, among: ErrorPage.names + ErrorPage.symbols)
      }
      return .table(["CALL", "\(first.uppercased()) BECAUSE"], calls.map { [$0.0, $0.1] }, yielding: [.end(1)])
    }
    guard arguments.count > 1 else {
      return .report(pages.reduce(into: []) { $0 += (pages.count > 1 ? [$1.calls[0]] : []) + $1.list })
    }
    let symbol = try arguments.text(1)
    let found = pages.compactMap { page in page.error(symbol)?.page(pages.count > 1 ? page.calls[0] : first) }
    guard !found.isEmpty else { throw unknown(symbol, arguments, 1, among: pages.flatMap { $0.errors.map(\.symbol) }) }
    return .report(Listing(Array(found.joined())))
  }

  private static func unknown(_ text: String, _ arguments: Arguments, _ index: Int, among known: [String]) -> Diagnostic
  {
    let title =
      index == 0
      ? "unknown call or errno: \(Literal.visible(text))" : "unknown error of this call: \(Literal.visible(text))"
    let help = index == 0 ? "errors alone lists the calls" : "there are " + known.joined(separator: ", ")
    let isSymbol = index > 0 || text.uppercased().hasPrefix("E") && !text.hasPrefix("ep")
    let suggestion = Diagnostic.suggestion(for: isSymbol ? text.uppercased() : text, among: known)
    return Diagnostic(title, at: arguments.span(index), label: suggestion, help: help)
  }
}

extension ErrorPage {
  /// Every errno of every call, once.
  package static let symbols = Set(all.flatMap { $0.errors.map(\.symbol) }).sorted()

  func error(_ symbol: String) -> CallError? { errors.first { $0.symbol == symbol.uppercased() } }

  fileprivate static var overview: Listing {
    let rows = all.map { [$0.calls.joined(separator: " "), "\($0.errors.count)"] }
    return Listing(Table([["CALL", "ERRNOS"]] + rows, yielding: [.end(0)]))
  }

  /// Each errno with its cause, and below it a line that ends so.
  fileprivate var list: Listing {
    let rows = errors.flatMap { error in
      [[error.symbol, error.cause]] + error.example.suffix(1).map { ["", "  " + $0] }
    }
    return Listing(Table([["ERRNO", "BECAUSE"]] + rows, yielding: [.end(1)]))
  }
}

extension CallError {
  fileprivate func page(_ call: String) -> [String] {
    let lines = ["\(call) fails with \(symbol) because", "  \(cause)"]
    if example.isEmpty { return lines + ["  No session shows it on every machine."] }
    let heading =
      start.map { ["For example, if a shell has started sockplay like this", "  $ " + $0] } ?? ["For example"]
    return lines + heading + example.map { "  " + $0 }
  }
}
