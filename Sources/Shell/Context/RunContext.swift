import Commands
import Glibc
import Handles
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// What every way of running needs: the kernel, the screen, and the permissions.
struct RunContext {
  let kernel: any Kernel
  let wakeup = Wakeup()
  let output = Output(descriptor: Output.standardOutput)
  let errors = Output(descriptor: Output.standardError)
  let common: Common
  /// Whether to show only what fails.
  let isQuiet: Bool
  /// Whether the standard output is for a program, so that it has nothing else.
  let writesProgram: Bool
  /// Whether it plays one file for another process, which says what came of it.
  let isPart: Bool
  /// Where it tells a larger `check` what comes of its file; nil if it is not a part of one.
  let partOutput: Output?

  /// The width of the terminal on which errors are shown, in columns; nil if they are shown on none.
  let errorWidth: Int?
  /// Shows what is played or typed to browsers.
  let view: LiveView?

  /// - Parameter keepsUser: Whether root is to stay root of the machine in a namespace of its own.
  /// - Throws: `Ended` when `--isolated` asks for a namespace that the system refuses; that has been said then.
  init(
    _ common: Common, isQuiet: Bool = false, writesProgram: Bool = false, isPart: Bool = false,
    partOutput: Output? = nil, errorWidth: Int? = nil, keepsUser: Bool = false, view: LiveView? = nil
  ) throws(Ended) {
    self.common = common
    (self.isQuiet, self.writesProgram, self.isPart, self.partOutput) = (isQuiet, writesProgram, isPart, partOutput)
    self.view = view
    self.errorWidth = errorWidth ?? (isatty(2) == 1 ? Self.width : nil)
    Keyboard.watch(wakeup)
    let linux = Linux()
    kernel = linux
    if common.isolated, let failure = keepsUser ? linux.isolateAsUser() : linux.isolate() {
      complain("no network namespace of its own: \(failure.text); \(failure.help)")
      throw Ended(code: Verdict.couldNotRun.rawValue)
    }
  }

  /// What session files may do.
  var filePermissions: Permissions { common.allowed.reduce([]) { $0.union($1.permission) } }

  /// What hides a play from `reports` until it opens.
  func curtain(before reports: [any Report]) -> Curtain { Curtain(before: reports, hidden: checkReport) }

  /// Says only what went wrong.
  var checkReport: CheckReport { checkReport(output, errors) }

  private func checkReport(_ output: Output, _ errors: Output) -> CheckReport {
    CheckReport(
      output: output, errors: errors, style: style(for: 2), width: errorWidth, language: language,
      showsProgress: isatty(2) == 1)
  }

  /// The reports of lines that do not come from the prompt: those that were asked for, or else the screen.
  var reports: [any Report] {
    isQuiet ? reports(writesProgram ? errors : output, errors) : formed(output) ?? [screen(showsLines: true)]
  }

  /// The reports of `check`, with what it shows on `output` and `errors`.
  func reports(_ output: Output, _ errors: Output) -> [any Report] {
    formed(output) ?? [checkReport(output, errors)]
  }

  /// nil if none was asked for.
  private func formed(_ output: Output) -> [any Report]? {
    common.forms.isEmpty ? nil : common.forms.map { $0.make(output) }
  }

  /// - Parameter showsLines: Whether to show the lines themselves; at a prompt they are already on the screen.
  func screen(showsLines: Bool) -> ScreenReport {
    ScreenReport(
      output: output, errors: showsLines ? errors : output, style: style(for: 1), width: Self.width,
      showsLines: showsLines, language: language)
  }

  /// The language of the reader.
  var language: Language { common.language ?? Self.localeLanguage }

  /// The language of the locale's messages, see locale(7).
  static var localeLanguage: Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.lazy.compactMap { getenv($0) }.map { String(cString: $0) }.first { !$0.isEmpty }
    return Language(locale: locale ?? "")
  }

  func style(for descriptor: Int32) -> Style {
    switch common.color {
    case .always: Style(isColoured: true)
    case .never: Style(isColoured: false)
    case .auto: Style(isColoured: isatty(descriptor) == 1 && !Self.isSet("NO_COLOR") && !Self.isDumb)
    }
  }

  /// Whether an environment variable is there and not empty.
  private static func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }

  /// Whether the terminal says that it has no colours.
  private static var isDumb: Bool { getenv("TERM").map { ["", "dumb"].contains(String(cString: $0)) } ?? false }

  /// The terminal's width in columns; nil if the output is not a terminal.
  static var width: Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// The terminal's height in rows; nil if the output is not a terminal.
  static var height: Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return nil }
    return Int(size.ws_row)
  }

  /// A session with the variables of the command line.
  func session(_ report: any Report, permissions: Permissions, isInteractive: Bool = false) -> Session {
    let session = Session(
      kernel: kernel, report: report, wakeup: wakeup, permissions: permissions, limits: common.limited,
      language: common.forms.isEmpty ? language : .english, isInteractive: isInteractive)
    if common.isolated { session.table.noteIsolation() }
    session.table.ownPort = view?.port
    for variable in common.variables { session.table.set(variable.name, to: variable.value) }
    return session
  }

  /// Says something to the person at the terminal.
  func say(_ text: String) {
    for line in WordWrap.lines(text, width: Self.width, indentation: 0) { output.write(line + "\n") }
  }

  /// Says why something could not be done.
  func complain(_ text: String) {
    let line = "sockplay: \(TerminalEscape.text(text))"
    let lines = isatty(2) == 1 ? WordWrap.lines(line, width: Self.width, indentation: 2) : [line]
    for line in lines { errors.write(line + "\n") }
  }

  /// `verdict` as an exit code; a failed output takes precedence. A file that is skipped has not failed, but who wants
  /// to see it played does not get what was asked for.
  func exitCode(_ verdict: Verdict) -> Int32 {
    guard let problem = output.problem else {
      guard verdict == .skipped, !isPart else { return verdict.rawValue }
      return (isQuiet ? Verdict.held : .couldNotRun).rawValue
    }
    complain("the output broke off: \(problem.text)")
    return Verdict.couldNotRun.rawValue
  }
}
