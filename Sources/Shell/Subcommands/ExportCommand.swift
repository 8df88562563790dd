import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Sockets

/// Writes a session as a program, as a page, or as a picture.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Play a session file, and write what it did in another form.",
    discussion: """
      c, python and swift give a program that makes the same calls in the same order, with the names of the handles as its \
      variables, checks what the session expects, and has its prose as comments. What only a session has, such as hosts \
      and servers to practise with, is an error, which names each such line.

      html gives a page for a browser that steps through the session. svg and mermaid give a picture: the calls of both \
      sides, the states, and segments if the wire was watched. markdown gives a sheet for a lab, with blanks for what \
      comes of each line.
      """)

  @OptionGroup var common: Common

  @OptionGroup var time: PlayTime

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to a new FILE instead of the standard output.", valueName: "FILE"),
    completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Write a program of the lines of ROLE alone.", valueName: "ROLE")) var role: String?

  @Flag(help: "In markdown, fill in what came instead of blanks.")
  var answers = false

  @ArgumentParser.Argument(help: "What to make of the session.", completion: .list(ExportForm.allValueStrings))
  var form: ExportForm

  @ArgumentParser.Argument(help: "A session file; - is standard input.", completion: .sessions)
  var file: String

  func validate() throws {
    if !common.forms.isEmpty { throw ValidationError("export writes a file: it cannot be joined with other forms") }
    if answers, !form.hasAnswers { throw ValidationError("--answers is for markdown") }
    if role != nil, case .document = form { throw ValidationError("--role is for programs") }
  }

  func run() throws {
    let context = try RunContext(common, isQuiet: true, writesProgram: true)
    time.begin()
    throw Ended(code: context.exitCode(FilePlay(context).export(EditedFile.readable(file), as: self)))
  }
}

/// What a session can be exported as.
enum ExportForm: ExpressibleByArgument {
  case program(ProgramLanguage)
  case document(SessionDocument)

  init?(argument: String) {
    if let language = ProgramLanguage.named(argument) {
      self = .program(language)
    } else if let document = SessionDocument.named(argument) {
      self = .document(document)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { ProgramLanguage.all.map(\.name) + SessionDocument.all.map(\.name) }

  fileprivate var hasAnswers: Bool { if case .document(let document) = self { document.hasAnswers } else { false } }
}

extension FilePlay {
  /// Plays the file at `path`, and writes what `options` ask for: to a new file, or to the standard output.
  fileprivate func export(_ path: String, as options: Export) -> Verdict {
    Keyboard.leaveSuspending()
    switch options.form {
    case .program(let language): return export(path, language, options)
    case .document(let document): return export(path, document, options)
    }
  }

  private func export(_ path: String, _ language: ProgramLanguage, _ options: Export) -> Verdict {
    var program: ProgramReport?
    let verdict = play(path) { file, table in
      let problems = ProgramProblem.all(in: file, source: path)
      guard problems.isEmpty else {
        show(problems)
        return nil
      }
      guard let isOwn = lines(of: options.role, in: file, path) else { return nil }
      let report = ProgramReport(
        language, source: path, table: table, reader: context.language, role: options.role, isOwn: isOwn)
      program = report
      return report
    }
    guard verdict == .held, let program else { return verdict == .skipped ? .couldNotRun : verdict }
    guard program.problems.isEmpty else {
      show(program.problems)
      return .couldNotRun
    }
    return write(program.text, to: options.output)
  }

  /// Which lines of `file` are those of `role`, or all; nil where they cannot be told apart, which has been said.
  private func lines(of role: String?, in file: SessionFile, _ path: String) -> ((Step) -> Bool)? {
    guard let role else { return { _ in true } }
    let split = RoleSplit(file)
    if let problem = split.problem(with: [role], path) {
      context.complain(problem)
      return nil
    }
    guard split.problems.isEmpty else {
      for problem in split.problems {
        show(problem.diagnostic, at: Place(source: path, number: problem.number), file.text(problem.number - 1))
      }
      return nil
    }
    return { step in
      // Lines of a file that this one includes are everybody's.
      step.place.source != path || split.role(ofLine: step.place.number - 1, in: file).map { $0 == role } ?? true
    }
  }

  private func export(_ path: String, _ document: SessionDocument, _ options: Export) -> Verdict {
    let report = PlayedSessionReport(source: path)
    var isPlayed = false
    let verdict = play(path) { _, _ in
      isPlayed = true
      return report
    }
    let isWritten = verdict == .held || document.showsFailure && (verdict == .checkFailed || verdict == .couldNotRun)
    guard isPlayed, isWritten else { return verdict == .skipped ? .couldNotRun : verdict }
    let manner = DocumentManner(language: context.language, showsAnswers: options.answers)
    return max(verdict, write(report.text(as: document, manner), to: options.output))
  }

  private func show(_ problems: [ProgramProblem]) {
    for problem in problems { show(problem.diagnostic, at: problem.place, problem.line) }
  }

  private func show(_ diagnostic: Diagnostic, at place: Place, _ line: [UInt8]) {
    context.errors.write(
      DiagnosticText.render(
        diagnostic.translated(to: context.language), at: place, line: line[...], style: context.style(for: 2)))
  }

  /// Writes to a new file, or to the standard output where `path` is nil.
  func write(_ text: String, to path: String?) -> Verdict {
    guard let path else {
      context.output.write(text)
      return .held
    }
    // The session may have set itself a limit of no more descriptors.
    let (descriptor, error) = ResourceLimit.asBefore {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      return (descriptor, Errno(errno))
    }
    guard descriptor >= 0 else {
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
