import ArgumentParser
import Commands
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// `sockplay diff`: where two sessions differ first.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show where two session files, or two recordings of one, differ first.",
    discussion: """
      Lines that do the same are compared by what comes of them: result, data, sender, states. Blanks, prose and remarks \
      are no difference, and neither are ports and descriptors, which a recording has by name.
      Exit codes: 0 no difference, 2 a file does not parse, 3 a file could not be read, 4 they differ.
      """)

  @Option(help: "Colors: auto, always or never. NO_COLOR is respected.")
  var color = ColorChoice.auto

  @Option(name: .customLong("lang"), help: "The language that people read: en or ko. Otherwise that of the locale.")
  var language: Language?

  @ArgumentParser.Argument(help: "A session file.")
  var first: String

  @ArgumentParser.Argument(help: "The one that it is compared with.")
  var second: String

  func run() throws {
    var common = try Common.parse([])
    (common.color, common.language) = (color, language)
    let context = try RunContext(common, isQuiet: true)
    throw Ended(code: context.exitCode(compare(context)))
  }

  private func compare(_ context: RunContext) -> Verdict {
    let loader = SessionLoader(
      report: context.checkReport, complain: context.complain, permissions: context.filePermissions)
    guard let one = read(first, loader, context), let other = read(second, loader, context) else { return .couldNotRun }
    guard one.problems.isEmpty, other.problems.isEmpty else { return .unreadable }
    guard let difference = SessionDifference(one.file, other.file, language: context.language) else { return .held }
    let names = (TerminalEscape.prose(one.name), TerminalEscape.prose(other.name))
    context.output.write(difference.text(names: names, style: context.style(for: 1)))
    return .checkFailed
  }

  private func read(_ path: String, _ loader: SessionLoader, _ context: RunContext) -> EditedFile? {
    do throws(FileProblem) {
      let file = try EditedFile(path)
      loader.show(file.problems, of: file.file, file.name)
      return file
    } catch {
      context.complain("cannot read \(path): \(error.text)")
      return nil
    }
  }
}
