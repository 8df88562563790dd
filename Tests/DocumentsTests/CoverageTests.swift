import Foundation
import Support
import Testing

/// docs/coverage.md, made from the code's tables and from the sessions.
@Suite(.waits) struct CoverageTests {
  private static let document = Documents.url("docs/coverage.md")
  private static let names = Set(CoverageNames.pages.flatMap { CoverageNames.names(on: $0.page) })

  /// Calls first, then constants, each in the order of the alphabet.
  private static let sorted = names.sorted {
    let isConstant = (CoverageNames.isConstant($0), CoverageNames.isConstant($1))
    return isConstant.0 == isConstant.1 ? $0 < $1 : isConstant.1
  }

  @Test func theDocumentIsWhatTheTablesAndTheSessionsSay() throws {
    let examples = try CoverageExamples()
    try Golden.expect(CoverageDocument.text(of: Self.sorted, examples), at: Self.document)
  }

  @Test func nearlyEveryNameCanBeUsed() {
    let usable = Self.names.count(where: CoverageLookup.isUsable)
    #expect(Self.names.count > 240 && usable * 100 >= Self.names.count * 95, "\(usable) of \(Self.names.count)")
  }

  @Test func everyUsableNameIsUsedSomewhere() throws {
    let examples = try CoverageExamples()
    let unused = Self.names.filter { CoverageLookup.isUsable($0) && examples.place(of: $0) == nil }
    #expect(unused.isEmpty, "\(unused.sorted())")
  }

  @Test func theOthersHaveAReasonAndNoneOfTheUsable() {
    let others = Self.names.filter { !CoverageLookup.isUsable($0) }
    #expect(others == Set(CoverageLookup.reasons.keys))
  }

  @Test func aWordThatIsNotUsedIsNotFound() throws {
    let examples = try CoverageExamples()
    #expect(examples.place(of: "SO_NOT_THERE") == nil && !CoverageLookup.isUsable("SO_NOT_THERE"))
    #expect(examples.place(of: "SO_ERRO") == nil && !CoverageLookup.isUsable("epoll_create"))
  }

  /// Other releases of man-pages name other things.
  @Test(.enabled(if: ManualPage.isInstalled), arguments: CoverageNames.pages.map(\.page))
  func theListIsThatOfThePage(_ page: String) throws {
    let listed = CoverageNames.names(on: page).filter(CoverageNames.isConstant)
    #expect(
      Set(listed).subtracting(CoverageNames.later(on: page))
        == (try ManualPage.names(on: page)).subtracting(CoverageNames.nothingOfACall))
    let text = try ManualPage.text(of: page)
    for call in CoverageNames.names(on: page) where !listed.contains(call) { #expect(text.contains(call), "\(call)") }
  }
}

/// The document's text.
private enum CoverageDocument {
  static func text(of names: [String], _ examples: CoverageExamples) -> String {
    let usable = names.count(where: CoverageLookup.isUsable)
    let share = String(format: "%.1f", Double(usable) * 100 / Double(names.count))
    return """
      # Coverage of the socket API

      What the Linux manual pages of the socket API name, \(CoverageNames.pages.count) pages from socket(2) to unix(7),
      whether sockplay can use it, and a session or a command's example that does. A test writes this file from the tables in
      `Sources/Sockets/Tables` and the commands' declarations, and fails when it is out of
      date (`SOCKPLAY_REWRITE_SNAPSHOTS=1` writes it anew); the sessions run as tests.

      \(usable) of \(names.count) names can be used: \(share) %. A name counts when the call is made with it, also where a kernel refuses
      it. Left out are names that no call takes or gives: \(CoverageNames.nothingOfACall.map { "`\($0)`" }.joined(separator: ", ")).

      | name | pages | usable | shown by |
      |---|---|---|---|

      """ + names.map { row($0, examples) }.joined(separator: "\n") + "\n"
  }

  private static func row(_ name: String, _ examples: CoverageExamples) -> String {
    let pages = CoverageNames.pages.map(\.page).filter { CoverageNames.names(on: $0).contains(name) }.joined(
      separator: ", ")
    guard CoverageLookup.isUsable(name) else {
      return "| `\(name)` | \(pages) | no: \(CoverageLookup.reasons[name] ?? "?") | |"
    }
    let usable = CoverageLookup.aliases[name].map { "as `\($0)`" } ?? "yes"
    let place = examples.place(of: name) ?? "?"
    let shown = place.hasPrefix("help") ? "`\(place)`" : "[\((place as NSString).lastPathComponent)](../\(place))"
    return "| `\(name)` | \(pages) | \(usable) | \(shown) |"
  }
}

/// The manual pages of this machine.
private enum ManualPage {
  /// Whether they are those that the list was made from.
  static var isInstalled: Bool { (try? text(of: "socket(7)"))?.contains("\"Linux man-pages 6.03\"") ?? false }

  /// The constants that PAGE names outside its comments.
  static func names(on page: String) throws -> Set<String> {
    let lines = try text(of: page).components(separatedBy: "\n").filter { !$0.hasPrefix(".\\\"") }
    let plain = lines.joined(separator: "\n").replacing(/\\f(\(..|.)/, with: " ")
    return CoverageNames.words(of: plain).filter(CoverageNames.isConstant)
  }

  static func text(of page: String) throws -> String {
    let (name, section) = (page.dropLast(3), page.suffix(2).prefix(1))
    let path = "/usr/share/man/man\(section)/\(name).\(section).gz"
    guard let gzip = Program.find("gzip"), FileManager.default.fileExists(atPath: path) else { return "" }
    return try Program.run(["-dc", path], of: gzip).output
  }
}
