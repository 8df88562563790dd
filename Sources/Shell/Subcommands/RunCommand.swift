import ArgumentParser
import Glibc

/// Runs the prompt, a pipe, or lines from the command line.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Open the prompt, or run lines from a pipe or from -e (the default).")

  @OptionGroup var common: Common

  @Option(name: .customShort("e"), help: ArgumentHelp("A line to run. Can be repeated.", valueName: "line"))
  var lines: [String] = []

  @OptionGroup var viewing: ViewOptions

  func run() throws {
    let isPrompt = lines.isEmpty && isatty(0) == 1 && isatty(1) == 1 && common.forms.isEmpty
    let context = try RunContext(common, view: viewing.start(source: "", common, isAtTerminal: isPrompt))
    throw Ended(
      code: isPrompt ? Prompt(context).run() : lines.isEmpty ? PipeInput(context).run() : PipeInput(context).run(lines))
  }
}
