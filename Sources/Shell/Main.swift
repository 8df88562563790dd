import ArgumentParser
import Glibc
import Reports
import Runner
import Sockets

/// The program.
@main
enum Main {
  static func main() {
    Keyboard.leaveCrashesAlone()
    StandardDescriptors.occupy()
    guard !CommandLine.arguments.isEmpty else { endWithoutArguments() }
    do {
      var command = try command(CommandLine.arguments.dropFirst())
      try command.run()
    } catch let verdict as Ended {
      Keyboard.endBySignal()
      exit(verdict.code)
    } catch {
      let isHelp = Sockplay.exitCode(for: error) == .success
      Output(descriptor: isHelp ? Output.standardOutput : Output.standardError).write(
        printable(Sockplay.fullMessage(for: error)) + "\n")
      exit(isHelp ? 0 : 1)
    }
  }

  /// Ends where nothing says what was asked for, not even the name of the program.
  private static func endWithoutArguments() -> Never {
    Output(descriptor: Output.standardError).write(
      "sockplay: \(Processes.ownArguments), which holds the arguments, is empty or cannot be read: is procfs mounted?\n"
    )
    exit(Verdict.couldNotRun.rawValue)
  }

  /// What the words of the command line ask for.
  ///
  /// The parser makes the options of each subcommand that it considers, and of the default one always. The subcommand
  /// that the first word names is asked alone, and the whole tree only about help and what that one does not understand.
  /// Gains 9 % of the start-up of the shell and 20 % of that of `check` (instructions, 2026-11); of a debug build's, 40 %.
  private static func command(_ words: ArraySlice<String>) throws -> any ParsableCommand {
    let subcommands = Sockplay.configuration.subcommands
    let named = subcommands.first { $0.configuration.commandName == words.first }
    let chosen = named ?? Run.self
    let rest = Array(named == nil ? words : words.dropFirst())
    if let command = try? chosen.parseAsRoot(rest) { return command }
    return try Sockplay.parseAsRoot(Array(words))
  }

  /// A message, which may quote what was typed, without what a terminal would obey.
  private static func printable(_ message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalEscape.prose(String($0)) }
      .joined(separator: "\n")
  }
}
