import SessionLanguage
import Sockets

extension Command {
  /// Refuses options and flags that no table has, and patterns that are none, as far as `line` writes them out; what is
  /// substituted is only known later.
  package func checkConstants(_ line: CommandLine) throws(Diagnostic) {
    let words = Array(line.words.dropFirst().dropLast(countByHand(line)))
    for (index, word) in words.enumerated() {
      if case .flags(let table)? = parameter(at: index)?.kind, let text = word.plain, WrongPointer(word: text) == nil {
        _ = try table.flags(text, at: word.span)
      }
      if parameter(at: index)?.mayBePattern == true, let pattern = word.pattern {
        try PatternLimits.check(pattern, at: word.span)
      }
    }
    guard parameters.contains(where: { $0.name == "OPTION" }),
      let first = parameters.firstIndex(where: { $0.kind == .option })
    else {
      return
    }
    guard first < words.count, let text = words[first].plain else { return }
    guard SocketOption.Level(symbol: text) != nil else {
      _ = try SocketOption.find(text, at: words[first].span)
      return
    }
    let next = first + 1 < words.count ? words[first + 1] : nil
    if next == nil || next?.plain != nil {
      _ = try SocketOption.find(next?.plain, level: text, at: next?.span ?? line.end..<line.end + 1)
    }
  }
}
