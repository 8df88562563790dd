import ArgumentParser
import Glibc
import Reports
import Runner

/// The program.
@main
enum Main {
  static func main() {
    Keyboard.leaveCrashesAlone()
    StandardDescriptors.occupy()
    do {
      var command = try Sockplay.parseAsRoot()
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

  /// A message, which may quote what was typed, without what a terminal would obey.
  private static func printable(_ message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalEscape.prose(String($0)) }
      .joined(separator: "\n")
  }
}

/// Ends the program with an exit code.
struct Ended: Error { let code: Int32 }
