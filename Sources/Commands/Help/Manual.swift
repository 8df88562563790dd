import SessionLanguage
import Text

/// Help, derived from the commands' declarations.
package enum Manual {
  /// All commands, by group.
  package static func overview(in language: Language) -> [String] {
    let width = Command.all.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for group in Command.Group.allCases {
      lines.append(group.title(in: language))
      for command in Command.all where command.group == group {
        let gap = String(repeating: " ", count: width - command.name.count)
        lines.append("  \(command.name)\(gap)  \(command.summary(in: language))")
      }
    }
    let topics = WordWrap.lines("  " + Topic.all.map(\.name).joined(separator: ", "), width: 80, indentation: 2)
    return lines + (language == .korean ? koreanEnd(topics) : end(topics))
  }

  private static func end(_ topics: [String]) -> [String] {
    [
      "help COMMAND shows how a command is written, what it does, and examples",
      "help TOPIC explains what belongs to no single command:",
    ] + topics + [
      "TAB completes. Ctrl-C interrupts a call, & and Ctrl-Z put it in the background."
    ]
  }

  private static func koreanEnd(_ topics: [String]) -> [String] {
    [
      "help COMMAND는 명령 하나의 쓰는 법과 하는 일, 예를 보여 줍니다.",
      "help TOPIC은 여러 명령에 걸친 주제를 설명합니다:",
    ] + topics + [
      "TAB은 완성, Ctrl-C는 호출 중단, &와 Ctrl-Z는 백그라운드입니다."
    ]
  }

  /// One command.
  package static func page(_ command: Command, in language: Language) -> [String] {
    var lines = [command.synopsis, "  " + command.summary(in: language)]
    if !command.examples.isEmpty {
      lines += [language.text("Examples", korean: "예")] + command.examples.map { "  " + $0 }
    }
    let output = language.text("Output", korean: "출력")
    let byHand =
      command.byHand.isEmpty
      ? []
      : [
        "  " + language.text("By hand, at the end", korean: "줄 끝에 직접 적는 인자") + ": "
          + command.byHand.map { "\($0):VALUE" }.joined(separator: " ") + " (help by-hand)"
      ]
    let more =
      paragraphs(command.manual).map { "  " + $0 } + byHand + (command.outputs.map { ["  \(output): \($0)"] } ?? [])
    return lines + (more.isEmpty ? [] : [language.text("More", korean: "자세히 (영어)")] + more)
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
