import SessionLanguage

/// Signs with which a shell joins commands and redirects their output, between the words of data.
enum ShellSigns {
  /// Refuses `send cli hello; recv conn 10` and `send cli hello > FILE`, which would send the signs as well.
  static func check(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    for index in place..<line.count {
      if let next = nextCommand(line, index) {
        throw twoCommands(line, index, next, label: "this would be sent, too", korean: "이것도 보내게 됩니다")
      }
      if let sign = line.plain(index), let help = help(sign, line, index, isFirst: index == place) {
        // After a text in quotes only flags follow.
        let isSent = !line.word(place).isQuoted || line.command.parameters[place].repeats
        throw Diagnostic(
          isSent ? "\(sign) would be sent, too" : "unknown message flag: \(sign)", at: line.span(index),
          label: noShell,
          help: isSent ? "\(help); for a text, \(MistakenData.quotesHelp)" : help)
      }
    }
  }

  private static let noShell = "sockplay is not a shell"

  /// Refuses `recv a && recv b` and `close a; close b`, of a command without data.
  static func checkCommands(_ line: TypedLine) throws(Diagnostic) {
    let label = noShell, korean = "sockplay는 셸이 아닙니다"
    for index in 0..<line.count {
      if let next = nextCommand(line, index) {
        throw twoCommands(line, index, next, label: label, korean: korean)
      }
      guard index > 0, index == line.count - 1, ["&&", "||"].contains(line.plain(index) ?? "") else { continue }
      let typed = "\(line.text(line.line.words[0].span.lowerBound..<line.span(index - 1).upperBound)) &"
      throw Diagnostic(
        "write one command a line", at: line.span(index), label: label, help: "for the background, type: \(typed)"
      ).inKorean("한 줄에는 명령 하나만 적습니다", label: korean, help: "백그라운드라면 이렇게 적으세요: \(typed)")
    }
  }

  /// Where another command begins after the word at `index`.
  private static func nextCommand(_ line: TypedLine, _ index: Int) -> Int? {
    guard index + 1 < line.count else { return nil }
    if let sign = line.plain(index), ["&&", "||"].contains(sign) { return index + 1 }
    guard line.statement.line[line.span(index).upperBound - 1] == UInt8(ascii: ";"),
      case .text? = line.word(index).segments.last, let name = line.plain(index + 1),
      Command.matching(name).first?.name == name
    else { return nil }
    return index + 1
  }

  private static func twoCommands(
    _ line: TypedLine, _ index: Int, _ next: Int, label: String, korean: String
  ) -> Diagnostic {
    let isAlone = ["&&", "||", ";"].contains(line.plain(index) ?? "")
    let end = isAlone ? line.span(index - 1).upperBound : line.span(index).upperBound - 1
    let first = line.text(line.line.words[0].span.lowerBound..<end)
    let second = line.text(line.span(next, line.count - 1))
    return Diagnostic(
      "write one command a line", at: line.span(index, line.count - 1), label: label,
      help: "type: \(first), then \(second)"
    ).inKorean("한 줄에는 명령 하나만 적습니다", label: korean, help: "차례로 입력하세요: \(first) 다음에 \(second)")
  }

  private static func help(_ sign: String, _ line: TypedLine, _ index: Int, isFirst: Bool) -> String? {
    if sign.hasPrefix("//") || sign == "#" { return isFirst ? nil : "write a remark in parentheses at the end" }
    let file = line.plain(index + 1)
    switch sign {
    case "<": return file.map { "the bytes of a file are @\($0)" }
    case "|": return file == nil || isFirst ? nil : "sockplay sends to its own sockets only"
    case ">", ">>": return file == nil || isFirst ? nil : "record FILE keeps what a session does"
    default: return nil
    }
  }
}
