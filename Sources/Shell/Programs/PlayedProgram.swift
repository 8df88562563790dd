import ArgumentParser
import Glibc
import Isolation
import Reports
import SessionLanguage
import Sockets
import Text

/// A program that a file is played against, and what it may take.
struct PlayedProgram {
  /// How it is built; nil where that need not be.
  var build: String?
  let run: String
  let ready: ProgramPort
  /// How long it may take until it is ready, and to be built, in milliseconds.
  let readyTimeout: Int
  var buildTime = 0
  var confinement = Confinement()

  /// The command line of the process that holds it.
  var words: [String] {
    var words = ["sockplay", "confined"]
    if let submission = confinement.submission { words.append("--submission=\(submission)") }
    words += confinement.hidden.map { "--hide=\($0)" } + confinement.shared.map { "--share=\($0)" }
    let limits = confinement.limits
    words += ["--memory=\(limits.memory)", "--processes=\(limits.processes)", "--disk=\(limits.disk)"]
    return words + ["--output=\(limits.output)", "--seconds=\(limits.seconds)"]
  }

  /// `options` with what a file needs to reach it, and a network in which all its ports are free.
  func common(_ options: Common) -> Common {
    var common = options
    common.isolated = true
    for (name, value) in [("ADDRESS", "127.0.0.1:\(ready.number)"), ("PORT", "\(ready.number)")]
    where !common.variables.contains(where: { $0.name == name }) {
      common.variables += [Variable(argument: "\(name)=\(value)")].compactMap { $0 }
    }
    return common
  }

  /// What it has taken too much of, as text.
  func limit(_ excess: Excess) -> String {
    switch excess {
    case .memory: Size.text(confinement.limits.memory)
    case .processes: "\(confinement.limits.processes)"
    case .output: Size.text(confinement.limits.output)
    }
  }
}

/// `--ready`, and how long that may take.
struct ReadyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The port on which the program is ready: 12345, or udp:12345. It is looked for, not connected to.",
      valueName: "PORT"))
  var ready: ProgramPort?

  @Option(
    help: ArgumentHelp("How long it may take until then (5s).", valueName: "TIME"), transform: PlayTime.milliseconds)
  var readyWithin = 5000

  var words: [String] { (ready.map { ["--ready=\($0.argument)"] } ?? []) + ["--ready-within=\(readyWithin)ms"] }
}

extension ProgramPort: ExpressibleByArgument {
  package init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, let number = UInt16(last), number > 0, parts.count < 3,
      parts.count == 1 || parts[0] == "tcp" || parts[0] == "udp"
    else { return nil }
    self.init(number: number, isUDP: parts[0] == "udp")
  }

  var argument: String { (isUDP ? "udp:" : "tcp:") + "\(number)" }
}
