import ArgumentParser
import Commands
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// `sockplay fmt`: session files in columns.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Lay session files out in columns.",
    discussion: """
      Results begin in column 46, and states, segments or remarks after them in column 68; blocks are indented, and
      blanks at the end of a line removed. Nothing else changes. A file that does not parse is left alone.
      Exit codes: 0 done, 2 a file does not parse, 3 a file could not be read or written, 4 --check found one to change.
      """)

  @Flag(help: "Change nothing, and say which files would change.")
  var check = false

  @Option(help: "Colors: auto, always or never. NO_COLOR is respected.")
  var color = ColorChoice.auto

  @ArgumentParser.Argument(
    help:
      "Session files; with --check, folders of them as well. Without one, or for -, standard input is laid out to standard output.",
    completion: .sessions
  )
  var files: [String] = []

  func run() throws {
    var common = try Common.parse([])
    common.color = color
    let context = try RunContext(common, isQuiet: true)
    let named = files.isEmpty ? [EditedFile.standardInput] : files
    let paths = SessionFolder.edited(named, changing: !check, context)
    let worst = paths.map { $0.map { layOut($0, context) }.max() ?? .held } ?? .couldNotRun
    throw Ended(code: context.exitCode(worst))
  }

  private func layOut(_ path: String, _ context: RunContext) -> Verdict {
    do throws(FileProblem) {
      let edited = try EditedFile(path)
      guard edited.problems.isEmpty else {
        let loader = SessionLoader(
          report: context.checkReport, complain: context.complain, permissions: context.filePermissions)
        loader.show(edited.problems, of: edited.file, edited.name)
        return .unreadable
      }
      return try layOut(edited, context)
    } catch {
      context.complain("cannot lay out \(path): \(error.text)")
      return .couldNotRun
    }
  }

  private func layOut(_ edited: EditedFile, _ context: RunContext) throws(FileProblem) -> Verdict {
    let (text, changed) = edited.file.laidOut()
    let isInput = edited.path == EditedFile.standardInput
    if !check, isInput { text.withUnsafeBufferPointer(context.output.write) }
    if changed == 0 || !check && isInput { return .held }
    if !check { try edited.replace(with: text) }
    let lines = Plural.count(changed, "line")
    context.output.write("\(TerminalEscape.prose(edited.name)): \(lines) \(check ? "would change" : "changed")\n")
    return check ? .checkFailed : .held
  }
}
