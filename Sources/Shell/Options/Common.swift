import ArgumentParser
import Handles
import Text

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
