import SessionLanguage
import Sockets
import Text

extension Command {
  static let errors = Command(
    name: "errors", group: .looking,
    parameters: [
      Parameter("CALL", .text, optional: true) { _ in .words(ErrorPage.names + ErrorPage.symbols) },
      Parameter("ERRNO", .text, optional: true) { context in
        .words(ErrorPage.pages(of: context.words[1]).flatMap { $0.errors.map(\.symbol) })
      },
      Parameter(tryIt, .choice([tryIt]), optional: true),
    ],
    summary: "List the documented errors of a call, with their causes.",
    korean: "호출이 내는 오류를 원인과 함께 보여 줍니다.",
    manual: """
      errors bind lists the errors of bind(2), each with a line that fails so; errors bind EADDRINUSE shows the whole session for it.
      errors bind EADDRINUSE --try plays the session that comes with sockplay, in a network of its own, and the handles here stay as they are.
      errors ECONNRESET lists the calls that may fail with it, each with its cause. errors alone lists the calls. errors unix lists
      those of unix(7), whatever the call; so do ip, ipv6, tcp, udp, packet, raw and netlink.
      """,
    examples: ["errors bind", "errors bind EADDRINUSE", "errors ECONNRESET", "errors unix", "errors"]
  ) { (arguments, table) throws(Diagnostic) in
    let language = table.language
    guard arguments.count > 0 else { return .report(ErrorPage.overview(in: language)) }
    let first = try arguments.text(0)
    let pages = ErrorPage.pages(of: first)
    guard !pages.isEmpty else {
      let calls = ErrorPage.all.compactMap { page in page.error(first).map { [page.calls[0], $0.cause(in: language)] } }
      guard !calls.isEmpty, arguments.count == 1 else {
        throw unknown(first, arguments, 0, among: ErrorPage.names + ErrorPage.symbols)
      }
      let symbol = first.uppercased()
      let head = [language.text("CALL", korean: "호출"), language.text("\(symbol) BECAUSE", korean: "\(symbol)의 원인")]
      return .table(head, calls, yielding: [.end(1)])
    }
    guard arguments.count > 1 else {
      return .report(pages.reduce(into: []) { $0 += (pages.count > 1 ? [$1.calls[0]] : []) + $1.list(in: language) })
    }
    let symbol = try arguments.text(1)
    let found = pages.filter { $0.error(symbol) != nil }
    guard !found.isEmpty else { throw unknown(symbol, arguments, 1, among: pages.flatMap { $0.errors.map(\.symbol) }) }
    if arguments.count > 2 { return try .request(.replay(path: session(arguments, found).path)) }
    return .report(Listing(found.flatMap { $0.lines(of: symbol, by: pages.count > 1 ? $0.words[0] : first, language) }))
  }

  private static let tryIt = "--try"

  /// The session to play for `--try`.
  private static func session(_ arguments: Arguments, _ pages: [ErrorPage]) throws(Diagnostic) -> ErrorSession {
    let (name, symbol) = (try arguments.text(0), try arguments.text(1).uppercased())
    guard try arguments.text(2) == tryIt else {
      throw .invalid("word", try arguments.text(2), at: arguments.span(2), label: "\(tryIt) plays the session")
    }
    if let session = pages.lazy.compactMap({ $0.session(of: symbol, by: name) }).first { return session }
    throw Diagnostic(
      "no session shows \(symbol) of \(name)", at: arguments.span(2),
      label: pages.lazy.compactMap { $0.error(symbol)?.whyUnshown }.first ?? "the sessions are not here")
  }

  private static func unknown(_ text: String, _ arguments: Arguments, _ index: Int, among known: [String]) -> Diagnostic
  {
    .unknown(
      index == 0 ? "call or errno" : "error of this call", text, at: arguments.span(index), among: known,
      help: index == 0 ? "errors alone lists the calls" : nil)
  }
}

extension ErrorPage {
  /// Every errno of every call, once.
  package static let symbols = Set(all.flatMap { $0.errors.map(\.symbol) }).sorted()

  func error(_ symbol: String) -> CallError? { errors.first { $0.symbol == symbol.uppercased() } }

  fileprivate static func overview(in language: Language) -> Listing {
    let rows = (all + families).map { [$0.calls.joined(separator: " "), "\($0.errors.count)"] }
    return Listing(Table([[language.text("CALL", korean: "호출"), "ERRNOS"]] + rows, yielding: [.end(0)]))
  }

  /// Each errno with its cause, and below it a line that ends so: of its example, or else of its session.
  fileprivate func list(in language: Language) -> Listing {
    let rows = errors.flatMap { error in
      let line = error.example.last ?? session(of: error.symbol, by: words[0])?.line(with: error.ending)
      return [[error.symbol, error.cause(in: language)]] + (line.map { [["", "  " + $0]] } ?? [])
    }
    return Listing(Table([["ERRNO", language.text("BECAUSE", korean: "원인")]] + rows, yielding: [.end(1)]))
  }

  /// All there is to say of one error, and the lines of a session that ends so.
  fileprivate func lines(of symbol: String, by name: String, _ language: Language) -> [String] {
    guard let error = error(symbol) else { return [] }
    let what = isOfFamily ? language.text("a call on a socket of \(calls[0])", korean: calls[0]) : name
    let session = session(of: error.symbol, by: name)
    var lines = [
      language.text("\(what) fails with \(error.symbol) because", korean: "\(what): \(error.symbol)의 원인"),
      "  \(error.cause(in: language))",
    ]
    if let session {
      let how = session.isInjected ? language.text(" (injected)", korean: " (주입)") : ""
      let way = "errors \(name) \(error.symbol) --try"
      lines += [
        language.text(
          "A session shows it\(how): \(way) plays it", korean: "이것을 보여 주는 세션\(how): \(way)라고 입력하면 실행합니다"),
        "  \(session.path)",
      ]
    } else if let reason = error.whyUnshown {
      lines += [language.text("No session shows it", korean: "이것을 보여 주는 세션은 없습니다 (이유는 영어)"), "  \(reason)"]
    }
    let example = error.example.isEmpty ? session?.lines ?? [] : error.example
    guard !example.isEmpty else { return lines }
    return lines + heading(of: error, language) + example.map { "  " + $0 }
  }

  /// What stands above an example.
  private func heading(of error: CallError, _ language: Language) -> [String] {
    guard let start = error.start else { return [language.text("For example", korean: "예")] }
    let how = language.text(
      "For example, if a shell has started sockplay like this", korean: "예: 셸에서 sockplay를 이렇게 시작했을 때")
    return [how, "  $ " + start]
  }
}

extension Diagnostic {
  /// Of `symbol` at `span`, which no errno has.
  package static func unknownErrno(_ symbol: String, at span: Span) -> Diagnostic {
    .unknown("errno", symbol, at: span, among: Errno.symbols, help: "errors lists the errnos of each call")
  }
}
