import Commands
import Foundation
import Support
import Testing

/// What a call or a command is, its own file says, in traits. Whoever compared its name instead would have to be found
/// and changed with each new command.
@Suite struct ComparedNamesTests {
  @Test func noSourceComparesTheNameOfACallOrCommand() throws {
    let sources = try Self.sources()
    let names = try Self.names(in: sources)
    #expect(names.isSuperset(of: ["connect", "epoll_create1", "sigaction", "getpeername", "fg"]), "no name is missed")
    let searched = sources.filter { !Self.mayCompare($0.path, $0.text) }
    #expect(searched.count > 100)
    for source in searched {
      let found = try Comparison.all(in: source.text, names: names)
      #expect(found.isEmpty, "\(source.path): \(found)")
    }
  }

  @Test(arguments: [
    #"if call.name == "connect" { }"#, #"guard "connect" != name else { }"#, #"case "accept", "connect": return"#,
    #"case ("connect", .listen?): return"#, #"["accept", "connect"].contains(call.name)"#,
    "[\n  \"accept\",\n  \"connect\",\n].contains(name)", #"static let places = ["connect": 3]"#,
    #"if name.hasPrefix("conn") { }"#, #"names.contains("connect")"#, #"Set(["connect"]).contains(name)"#,
  ])
  func aComparisonIsFound(code: String) throws {
    #expect(try !Comparison.all(in: code, names: ["connect", "accept"]).isEmpty)
  }

  @Test(arguments: [
    #"["connect": .text(name), "accept": .optional(peer)]"#, #"Call("connect", .connects, .descriptor(3))"#,
    #"if text.hasPrefix("unix:") { }"#, #"field == "port""#,
    #"// call.name == "connect""#, #"handle.name.hasPrefix("s")"#, #"case .connects: return "connect""#,
  ])
  func whatComparesNoNameIsLeft(code: String) throws {
    #expect(try Comparison.all(in: code, names: ["connect", "accept"]).isEmpty)
  }

  private static func sources() throws -> [(path: String, text: String)] {
    let all = FileManager.default.enumerator(atPath: Documents.url("Sources").path)?.compactMap { $0 as? String } ?? []
    return try all.filter { $0.hasSuffix(".swift") }.sorted().map { ($0, try Documents.text("Sources/\($0)")) }
  }

  /// The names of all commands, of the calls that the sources make, and of those whose errors are known.
  private static func names(in sources: [(path: String, text: String)]) throws -> Set<String> {
    let made = sources.flatMap { $0.text.matches(of: /\bCall\(\s*"([a-z0-9_]+)"/).map { String($0.1) } }
    return Set(Command.all.map(\.name) + made + ErrorPage.all.flatMap(\.calls))
  }

  /// A command's own file knows what it is, and a table of constants compares nothing. Why a call failed is another
  /// question for each call; only the forecast of a wait belongs to the calls' side.
  private static func mayCompare(_ path: String, _ text: String) -> Bool {
    path.hasPrefix("Runner/Why/") && path != "Runner/Why/BlockingReason.swift"
      || path.hasSuffix("/ProgramFunctions.swift") || path.hasPrefix("Sockets/Tables/")
      || path.hasPrefix("Commands/Help/ErrorPages/")
      || text.contains(/= Command\(\s*name: "/)
  }
}

/// How a source may compare names that are written out.
private enum Comparison {
  /// Each with one group, in which the names are. The field of a row compares nothing.
  private static let forms = [
    #"(?:==|!=|~=)\s*("[a-z0-9_]+")"#, #"("[a-z0-9_]+")\s*(?:==|!=)"#, #"\bcase\b([^:{]*)"#,
    #"\[([^\[\]]*)\]\)?\s*\.\s*(?:contains|first|firstIndex|isDisjoint|isSuperset)\b"#,
    #"[\[,]\s*("[a-z0-9_]+")\s*:(?!\s*\.(?:text|optional|number)\()"#, #"\.contains\(("[a-z0-9_]+")\)"#,
  ]
  private static let beginning = #"\.(?:hasPrefix|hasSuffix|starts)\((?:with: )?("[a-z0-9_]+")\)"#

  /// The code in `text` that compares something with one of the `names`, or with the beginning of one.
  static func all(in text: String, names: Set<String>) throws -> [String] {
    let lines = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
    let code = lines.joined(separator: "\n")
    let whole = try forms.flatMap { try matches(of: $0, in: code) { names.contains($0) } }
    // One letter begins too many words to mean a call.
    return try whole
      + matches(of: beginning, in: code) { word in word.count > 1 && names.contains { $0.hasPrefix(word) } }
  }

  private static func matches(of form: String, in code: String, where isName: (String) -> Bool) throws -> [String] {
    let (found, literal) = (
      try NSRegularExpression(pattern: form), try NSRegularExpression(pattern: "\"([a-z0-9_]+)\"")
    )
    let text = code as NSString
    return found.matches(in: code, range: NSRange(location: 0, length: text.length)).filter { match in
      literal.matches(in: code, range: match.range(at: 1)).contains { isName(text.substring(with: $0.range(at: 1))) }
    }.map { text.substring(with: $0.range) }
  }
}
