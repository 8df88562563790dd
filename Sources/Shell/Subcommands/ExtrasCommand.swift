import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import Sockets
import Text

/// `sockplay extras`: what other programs read of sockplay, made of its declarations.
struct Extras: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extras", abstract: "Write man pages, completions for shells and grammars for editors.",
    discussion: "They are put where those programs look below a folder such as ~/.local/share or /usr/local/share.")

  @ArgumentParser.Argument(help: "The folder.", completion: .directory)
  var folder: String

  func run() throws {
    for file in Self.files {
      let path = "\(folder)/\(file.path)"
      FolderPath.makeAll(above: path, mode: 0o777)
      do throws(FileProblem) { try WholeFile(path).write(file.text) } catch {
        Output(descriptor: Output.standardError).write(
          "sockplay: cannot write \(TerminalEscape.text(path)): \(error.text)\n")
        throw Ended(code: Verdict.couldNotRun.rawValue)
      }
    }
  }

  static var files: [SharedFile] {
    [
      SharedFile("man/man1/sockplay.1", CommandLineManual.page),
      SharedFile("man/man5/\(SessionManual.name).5", SessionManual.page(version: ProgramVersion.number)),
      SharedFile("bash-completion/completions/sockplay", Sockplay.completionScript(for: .bash)),
      SharedFile("zsh/site-functions/_sockplay", Sockplay.completionScript(for: .zsh)),
      SharedFile("fish/vendor_completions.d/sockplay.fish", Sockplay.completionScript(for: .fish)),
    ] + VimFiles.all + VSCodeFiles.all(version: ProgramVersion.number)
  }
}
