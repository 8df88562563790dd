import Sockets

/// Help, derived from the commands' declarations.
package enum Manual {
  /// All commands, by group.
  package static var overview: [String] {
    let width = Command.all.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for group in Command.Group.allCases {
      lines.append(group.rawValue)
      for command in Command.all where command.group == group {
        lines.append(
          "  " + command.name + String(repeating: " ", count: width - command.name.count) + "  " + command.summary)
      }
    }
    lines.append("help COMMAND shows how a command is written, what it does, and examples")
    lines.append("help TOPIC explains what belongs to no single command:")
    lines.append("  " + Topic.all.map(\.name).joined(separator: ", "))
    lines.append("TAB completes. Ctrl-C interrupts a call, & and Ctrl-Z put it in the background.")
    return lines
  }

  /// One command.
  package static func page(_ command: Command) -> [String] {
    var lines = [command.synopsis, "  " + command.summary]
    if !command.examples.isEmpty { lines += ["Examples"] + command.examples.map { "  " + $0 } }
    let more = paragraphs(command.manual).map { "  " + $0 } + (command.outputs.map { ["  Output: \($0)"] } ?? [])
    return lines + (more.isEmpty ? [] : ["More"] + more)
  }
}

extension Manual {
  /// `text` with a line for each paragraph, which a screen folds to its width. An empty line ends one, and so does a
  /// line that begins with a blank, which stays as it is.
  static func paragraphs(_ text: String) -> [String] {
    var paragraphs: [String] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isRunning = line.first.map { $0 != " " } ?? false
      if isRunning, isOpen {
        paragraphs[paragraphs.count - 1] += " " + line
      } else if !line.isEmpty {
        paragraphs.append(String(line))
      }
      isOpen = isRunning
    }
    return paragraphs
  }
}
