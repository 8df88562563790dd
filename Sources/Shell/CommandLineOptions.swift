import ArgumentParser
import Commands
import Glibc
import Handles
import Reports
import Runner
import SessionLanguage
import Text

struct Sockplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sockplay",
    abstract: "A shell for the socket API: type socket, bind, listen, connect … and see what the kernel does.",
    discussion: "\(purpose)\n\(exitCodes)",
    version: version,
    subcommands: [
      Run.self, Join.self, Replay.self, Check.self, Format.self, Update.self, Diff.self, Grade.self, Merge.self,
      Export.self, Import.self, Peer.self, Extras.self, Tied.self, Confined.self, ViewServerCommand.self,
    ],
    defaultSubcommand: Run.self)

  static let version = "0.1"

  static let purpose = "Without a file, sockplay opens a prompt, or reads its lines from a pipe."

  static let exitCodes = """
    Exit codes: 0 all held, 1 wrong usage, 2 a file does not parse, 3 a line could not be run, 4 a check failed.
    check of several files or a folder: 0 no file failed, 1 one failed. A file whose needs are not met is skipped; that \
    is no failure.
    """
}

/// The options of all subcommands.
struct Common: ParsableArguments {
  @Option(help: "Colors: auto, always or never. NO_COLOR is respected.")
  var color = ColorChoice.auto

  @Flag var forms: [ReportForm] = []

  @Option(
    name: .customLong("allow"),
    help:
      "What session files may do besides talking to loopback: network, files, unix, processes or programs. Can be repeated."
  )
  var allowed: [Allowance] = []

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "How much of this machine a session may take: data, variables or jobs, see help limits. Can be repeated.",
      valueName: "NAME=NUMBER"))
  var limits: [LimitOption] = []

  @Option(name: .customLong("var"), help: ArgumentHelp("A value for {NAME}. Can be repeated.", valueName: "NAME=VALUE"))
  var variables: [Variable] = []

  @Flag(help: "Continue after a line that failed.")
  var keepGoing = false

  @Flag(help: "Play in a network namespace of its own: all ports are free, and nothing gets out. No root needed.")
  var isolated = false

  @Option(
    name: .customLong("lang"), help: "The language that people read: en or ko. Otherwise that of the locale.")
  var language: Language?

  @Option(
    help: ArgumentHelp(
      "Write the segments that pass to FILE, for Wireshark; of hosts, or of loopback with wire on.", valueName: "FILE"),
    completion: .file())
  var capture: String?

  @Option(help: .hidden)
  var nesting = 0
}

extension Common {
  /// The limits of a session.
  var limited: Limits { limits.reduce(into: Limits()) { $0[$1.limit] = $1.number } }

  /// The words of a command line that mean these options.
  func words(nesting: Int) -> [String] {
    var words = ["--color=\(color.rawValue)", "--nesting=\(nesting)"]
    words += forms.map { "--\($0.name)" }
    words += allowed.map { "--allow=\($0.argument)" }
    words += limits.map { "--limit=\($0.limit.rawValue)=\($0.number)" }
    words += variables.map { "--var=\($0.name)=\($0.value)" }
    if keepGoing { words.append("--keep-going") }
    if let language { words.append("--lang=\(language.rawValue)") }
    if isolated { words.append("--isolated") }
    if let capture { words.append("--capture=\(capture)") }
    return words
  }
}

/// How long a play may take as a whole.
struct PlayTime: ParsableArguments {
  @Option(
    help: ArgumentHelp("End the whole play after TIME, such as 30s: then the exit code is 3.", valueName: "TIME"),
    transform: milliseconds)
  var timeout: Int?

  /// - Throws: That `text` is not a length of time.
  static func milliseconds(_ text: String) throws -> Int {
    guard let time = TimeText.milliseconds(text), time > 0 else {
      throw ValidationError("\(text) is not a time, such as 200ms, 2s or 1m")
    }
    return time
  }

  /// Lets the time begin.
  func begin() { if let timeout { Keyboard.limitTime(milliseconds: timeout) } }
}

/// What the records can be had as instead of cards, a row each.
struct ReportForm: EnumerableFlag, CustomStringConvertible {
  let name: String
  let help: ArgumentHelp
  let make: @Sendable (Output) -> any Report
  /// The parser's key. To have it made of all the properties would take a fifth of the start.
  var description: String { name }

  static let allCases = [
    Self(name: "json", help: "One JSON object a line instead of cards.") { JSONReport(output: $0) }
  ]

  static func name(for form: Self) -> NameSpecification { .customLong(form.name) }
  static func help(for form: Self) -> ArgumentHelp? { form.help }
  static func == (one: Self, other: Self) -> Bool { one.name == other.name }
}

extension CompletionKind {
  /// Session files, and the folders in which they are.
  static var sessions: CompletionKind { .file(extensions: ["session"]) }
}

enum ColorChoice: String, ExpressibleByArgument { case auto, always, never }

extension Language: ExpressibleByArgument {}

struct Allowance: ExpressibleByArgument {
  let argument: String
  let permission: Permissions

  init?(argument: String) {
    guard let row = Permissions.words.first(where: { $0.word == argument }) else { return nil }
    (self.argument, permission) = (argument, row.permission)
  }

  static var allValueStrings: [String] { Permissions.words.map(\.word) }
}

struct LimitOption: ExpressibleByArgument {
  let limit: Limit
  let number: Int

  /// The most that a limit may be; four times as much is still a number.
  private static let most = 1 << 40

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let limit = Limit(rawValue: parts[0]), let number = Size.parse(parts[1]),
      (1...Self.most).contains(number)
    else { return nil }
    (self.limit, self.number) = (limit, number)
  }
}

struct Variable: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Name.isValid(String(parts[0])) else { return nil }
    name = String(parts[0])
    value = String(parts[1])
  }
}

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
