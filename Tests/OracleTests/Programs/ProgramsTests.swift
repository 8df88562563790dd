import Foundation
import Support
import Testing

/// Sessions that are exported as programs make the same calls there.
@Suite(.waits) struct ProgramsTests {
  /// The lessons and the tour.
  static let sessions: [String] = ["", "tour/"].flatMap { folder in
    let files = try? FileManager.default.contentsOfDirectory(atPath: Program.root.path + "/Sessions/" + folder)
    return (files ?? []).filter { $0.hasSuffix(".session") }.sorted().map { folder + $0 }
  }

  static func url(_ name: String) -> URL { Program.root.appendingPathComponent("Sessions/" + name) }

  /// Those that are compiled in Swift, which takes a while: `Scripts/soak programs` has all.
  static let sessionsInSwift =
    Soak.count("PROGRAMS", usual: 0) > 0 ? sessions : ["tour/02-calls-that-wait.session"]

  /// What docs/programs.md says of a session: `yes`, or why there is no program in C, in Python, in Swift.
  private static let table: [String: [String]] = {
    let text = (try? String(contentsOf: Program.root.appendingPathComponent("docs/programs.md"), encoding: .utf8)) ?? ""
    let rows = text.split(separator: "\n").map { $0.split(separator: "|").map { String($0).trimmed } }
    let known = rows.filter { $0.count == 4 && $0[0].hasSuffix(".session`") }
    return Dictionary(uniqueKeysWithValues: known.map { (String($0[0].dropFirst().dropLast()), Array($0[1...])) })
  }()

  @Test func theDocumentHasARowForEachSession() { #expect(Set(Self.table.keys) == Set(Self.sessions)) }

  @Test(arguments: sessions) func aCProgramMakesTheCallsOfItsSession(name: String) throws { try compare(name, "c", 0) }

  @Test(arguments: sessions) func aPythonProgramMakesTheCallsOfItsSession(name: String) throws {
    try compare(name, "python", 1)
  }

  @Test(arguments: sessionsInSwift) func aSwiftProgramMakesTheCallsOfItsSession(name: String) throws {
    try compare(name, "swift", 2)
  }

  /// Compares the calls of the session `name` with those of its program, or the reason why there is none with the
  /// document's.
  private func compare(_ name: String, _ language: String, _ column: Int) throws {
    let text = try String(contentsOf: Self.url(name), encoding: .utf8)
    guard Namespace.isPossible || !text.contains("\n@isolated\n") else { return }
    let said = try #require(Self.table[name])[column]
    guard said == "yes" else {
      let export = try Program.run(["export", language, Self.url(name).path], limit: 180)
      #expect(export.code == 3 && export.output.isEmpty)
      let line = try #require(said.split(separator: ":").first), reason = said.dropFirst(line.count + 2)
      #expect(export.errors.contains("\(name.split(separator: "/").last!):\(line.dropFirst(5)):"), "\(export.errors)")
      #expect(export.errors.contains("^ \(reason)"), "\(export.errors)")
      return
    }
    let problems = try Self.problems(Self.url(name), language)
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  /// What differs between the calls of a session and those of its program.
  static func problems(_ session: URL, _ language: String) throws -> [String] {
    // A program gives a call on a thread 300 ms to begin. Where a busy machine takes longer, the next call comes first and
    // has its descriptor; that is not so three times.
    var problems: [String] = []
    for _ in 0..<3 {
      problems = ProgramComparison(try ExportedProgram(of: session, in: language)).problems
      if problems.isEmpty { break }
    }
    return problems
  }

  // MARK: What lessons do not use

  @Test(arguments: [
    ("exported-c", "c"), ("exported", "python"), ("exported-linux", "swift"), ("exported-woken", "c"),
    ("exported-woken", "python"),
  ])
  func messagesRequestsAndEventsAreInTheProgram(name: String, language: String) throws {
    guard Namespace.isPossible else { return }
    let file = "Tests/OracleTests/Programs/Sessions/\(name).session"
    let problems = try Self.problems(Program.root.appendingPathComponent(file), language)
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }
}
