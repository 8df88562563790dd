import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Sockets

/// Writes a session as a program.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Play a session file, and write the calls that it made as a program.",
    discussion: """
      The program makes the same calls in the same order, with the names of the handles as its variables, checks what the \
      session expects, and has its prose as comments. What only a session has, such as hosts and servers to practise with, \
      is an error, which names each such line.
      """)

  @OptionGroup var common: Common

  @OptionGroup var time: PlayTime

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a new FILE instead of the standard output.", valueName: "FILE"))
  var output: String?

  @ArgumentParser.Argument(help: "c or python.")
  var language: ExportLanguage

  @ArgumentParser.Argument(help: "A session file.")
  var file: String

  func validate() throws {
    if !common.forms.isEmpty { throw ValidationError("export writes a program: it cannot be joined with other forms") }
  }

  func run() throws {
    let context = try RunContext(common, isQuiet: true, writesProgram: true)
    time.begin()
    throw Ended(code: context.exitCode(FilePlay(context).export(file, language.language, to: output)))
  }
}

struct ExportLanguage: ExpressibleByArgument {
  let language: ProgramLanguage

  init?(argument: String) {
    guard let language = ProgramLanguage.named(argument) else { return nil }
    self.language = language
  }

  static var allValueStrings: [String] { ProgramLanguage.all.map(\.name) }
}

extension FilePlay {
  /// Plays the file at `path`, and writes what it did as a program: to a new file, or to the standard output.
  func export(_ path: String, _ language: ProgramLanguage, to output: String?) -> Verdict {
    Keyboard.leaveSuspending()
    var program: ProgramReport?
    let verdict = play(path) { file, table in
      let problems = ProgramProblem.all(in: file, source: path)
      guard problems.isEmpty else {
        show(problems)
        return nil
      }
      let report = ProgramReport(language, source: path, table: table, reader: context.language)
      program = report
      return report
    }
    guard verdict == .held, let program else { return verdict == .skipped ? .couldNotRun : verdict }
    guard program.problems.isEmpty else {
      show(program.problems)
      return .couldNotRun
    }
    guard let output else {
      context.output.write(program.text)
      return .held
    }
    return write(program.text, to: output)
  }

  private func show(_ problems: [ProgramProblem]) {
    for problem in problems {
      context.errors.write(
        DiagnosticText.render(
          problem.diagnostic.translated(to: context.language), at: problem.place, line: problem.line[...],
          style: context.style(for: 2)))
    }
  }

  /// Writes to a new file.
  func write(_ text: String, to path: String) -> Verdict {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let error = Errno(errno)
      context.complain(
        "cannot write to \(path): \(error.text)"
          + (error.rawValue == EEXIST ? "; an existing file is never overwritten" : ""))
      return .couldNotRun
    }
    let file = Output(descriptor: descriptor)
    file.write(text)
    close(descriptor)
    guard let problem = file.problem else { return .held }
    unlink(path)
    context.complain("cannot write to \(path): \(problem.text)")
    return .couldNotRun
  }
}
