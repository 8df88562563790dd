import Foundation
import Support
import Testing

/// Of each session below Sessions the program makes its calls, or there is a reason why there is none. Only with
/// `Scripts/soak programs`.
@Suite(.waits, .serialized, .enabled(if: Soak.count("PROGRAMS", usual: 0) > 0)) struct AllProgramsTests {
  private static let sessions: [String] = {
    let files = try? FileManager.default.subpathsOfDirectory(atPath: Program.root.appending(path: "Sessions").path)
    return (files ?? []).filter { $0.hasSuffix(".session") }.sorted().map { "Sessions/\($0)" }
  }()

  @Test func eachSessionHasACProgramOrAReason() throws { try Self.compareAll("c", workers: 4) }

  @Test func eachSessionHasAPythonProgramOrAReason() throws { try Self.compareAll("python", workers: 4) }

  /// The compiler keeps a core busy.
  @Test func eachSessionHasASwiftProgramOrAReason() throws { try Self.compareAll("swift", workers: 2) }

  /// Compares all, tells each that differs, and prints how many have a program and how many have which reason to have none.
  private static func compareAll(_ language: String, workers: Int) throws {
    let results = try concurrently(sessions, workers: workers) { result($0, language) }
    let counts = Dictionary(grouping: results, by: \.self).mapValues(\.count)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    print("\(language): \(sessions.count) sessions")
    for (result, count) in counts { print("  \(count)  \(result)") }
  }

  /// Why the session at `path` has no program; that it has one where its calls are those of the session.
  private static func result(_ path: String, _ language: String) -> String {
    do {
      let problems = try ProgramsTests.problems(Program.root.appendingPathComponent(path), language)
      if problems.isEmpty { return "have a program that makes their calls" }
      Issue.record("\(path) in \(language): \(problems.joined(separator: "\n"))")
      return "have another program"
    } catch let refusal as ExportedProgram.Refusal {
      return refusal.reason
    } catch {
      Issue.record("\(path) in \(language): \(error)")
      return "have a program that does not run"
    }
  }
}
