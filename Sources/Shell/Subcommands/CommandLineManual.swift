import ArgumentParser
import Commands
import Text

/// sockplay(1): the command line, from the declarations of its options.
enum CommandLineManual {
  static var page: String {
    var page = Roff("sockplay", section: 1, version: ProgramVersion.number)
    page.name("sockplay", "a shell for the socket API")
    page.section("Synopsis")
    commands.forEach { page.synopsis($0.usage) }
    page.section("Description")
    [Sockplay.configuration.abstract, Sockplay.purpose].forEach { page.paragraph($0) }
    page.section("Commands")
    for command in commands { add(command, &page) }
    page.section("Options of several commands")
    for option in shared { page.term(option.name, option.meaning) }
    page.section("Exit status")
    page.paragraph(Sockplay.exitCodes)
    page.section("Environment")
    for variable in environment { page.term(variable.name, variable.meaning) }
    page.section("Files")
    page.term("~/.local/state/sockplay/", "What was typed at the prompt, and which lessons were seen to their end.")
    page.section("See also")
    page.paragraph("\(SessionManual.name)(5), socket(2), tcp(7), strace(1), ss(8), tcpdump(8)")
    return page.text
  }

  private static let environment: [HelpText.Entry] = [
    .init(name: "LC_ALL, LC_MESSAGES, LANG", meaning: "The language that people read, where --lang does not say it."),
    .init(name: "NO_COLOR", meaning: "If it is set and not empty, there are no colors."),
    .init(
      name: "XDG_RUNTIME_DIR",
      meaning: "Where the sockets of shared shells are; without it, they are with the files below."),
    .init(name: "XDG_STATE_HOME", meaning: "Where the files below are, in place of ~/.local/state."),
  ]

  private static let commands = Sockplay.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    .map { HelpText(of: $0) }

  /// The options that the prompt has as well.
  private static let shared = commands.first?.options.filter { $0.name != "-e <line>" } ?? []

  private static func add(_ command: HelpText, _ page: inout Roff) {
    page.subsection(command.usage)
    command.about.forEach { page.paragraph($0) }
    for entry in command.arguments + command.options where !shared.contains(entry) {
      page.term(entry.name, entry.meaning)
    }
  }
}

/// What `--help` says of a command, in parts.
struct HelpText {
  struct Entry: Equatable {
    let name: String
    let meaning: String
  }

  /// Such as `sockplay check [options] <files> ...`.
  let usage: String
  /// Its summary, and what more there is to know.
  let about: [String]
  private(set) var arguments: [Entry] = []
  private(set) var options: [Entry] = []

  init(of command: any ParsableCommand.Type) {
    usage = Self.usage(of: command)
    about = [command.configuration.abstract, command.configuration.discussion].filter { !$0.isEmpty }
    var heading = ""
    let lines = Sockplay.helpMessage(for: command, columns: Self.columns).split(separator: "\n").map(String.init)
    for (index, line) in lines.enumerated() where line.hasPrefix("  ") || line.hasSuffix(":") {
      guard line.hasPrefix("  ") else {
        heading = line
        continue
      }
      guard let entry = Self.entry(line, below: index + 1 < lines.count ? lines[index + 1] : "") else { continue }
      if heading == "ARGUMENTS:" { arguments.append(entry) }
      if heading == "OPTIONS:" { options.append(entry) }
    }
  }

  /// With one word for all options.
  private static func usage(of command: any ParsableCommand.Type) -> String {
    let name = "sockplay \(command.configuration.commandName ?? "")"
    let words = Sockplay.usageString(for: command).dropFirst(name.count)
    let arguments = words.replacing(/\ \[(-[^\]]*|<options>)\]/, with: "")
    return name + (arguments.count < words.count ? " [options]" : "") + arguments
  }

  /// So wide that no text is wrapped.
  private static let columns = 10_000

  /// `  NAME   meaning`, or the meaning on the line below where the name is too long.
  private static func entry(_ line: String, below: String) -> Entry? {
    let words = line.dropFirst(2)
    guard let first = words.first, first != " " else { return nil }
    guard let gap = words.firstRange(of: /[ ]{2,}/) else {
      return Entry(name: String(words), meaning: String(below.drop { $0 == " " }))
    }
    return Entry(name: String(words[..<gap.lowerBound]), meaning: String(words[gap.upperBound...]))
  }
}
