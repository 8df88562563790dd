import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import Sockets
import Text

/// `sockplay merge`: the reports of several machines as those of one.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Make one report of those that check or grade has written with --shard.",
    discussion: "The reports are those of --report-json. What is shown and written is what one machine would have.")

  @Option(name: .customLong("lang"), help: "The language that people read: en or ko. Otherwise that of the locale.")
  var language: Language?

  @OptionGroup var reported: ReportOptions

  @OptionGroup var gradeReports: GradeReportOptions

  @ArgumentParser.Argument(help: ArgumentHelp("Files that --report-json has written.", valueName: "reports"))
  var paths: [String]

  func run() throws {
    var common = try Common.parse([])
    common.language = language
    let context = try RunContext(common, isQuiet: true)
    guard let suite = merged(context) else { throw Ended(code: Verdict.couldNotRun.rawValue) }
    do throws(ReportProblem) {
      let grades = suite.isGrading ? gradeReports : nil
      try ReportFiles(reported, playing: paths, grades: grades, of: suite.files.count, context.language).write(suite)
    } catch {
      context.complain(error.sentence)
      throw Ended(code: Verdict.couldNotRun.rawValue)
    }
    for line in lines(suite, context) { context.output.write(line + "\n") }
    if suite.lacksMarks { throw Ended(code: context.exitCode(.couldNotRun)) }
    throw Ended(code: context.exitCode(suite.summary.failed == 0 && suite.interruption == nil ? .held : .usage))
  }

  private func lines(_ suite: SuiteResult, _ context: RunContext) -> [String] {
    guard !suite.isGrading else {
      return GradeTable.lines(of: suite, width: RunContext.width, language: context.language)
    }
    return [suite.summary.text] + (suite.interruption.map { [$0] } ?? [])
  }

  /// nil where it was said why there is none.
  private func merged(_ context: RunContext) -> SuiteResult? {
    var parts: [(path: String, suite: SuiteResult)] = []
    for path in paths {
      var bytes: [UInt8] = []
      do throws(FileProblem) {
        try FileBytes.read(TypedPath.bytes(of: path), limit: SessionLoader.limit, refusesPipes: false, size: { _ in }) {
          bytes += $0
        }
      } catch {
        context.complain("cannot read \(path): \(error.text)")
        return nil
      }
      guard let suite = SuiteJSONDocument.suite(in: bytes) else {
        context.complain("\(path) is not a report that sockplay has written with --report-json")
        return nil
      }
      parts.append((path, suite))
    }
    do throws(MergedSuite.Problem) { return try MergedSuite.merge(parts) } catch {
      context.complain("cannot merge: \(error.text)")
      return nil
    }
  }
}
