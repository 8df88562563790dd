import SessionLanguage
import Text

/// Where two sessions, or two recordings of one, differ first.
package struct SessionDifference {
  private let left: [ComparedLine]
  private let right: [ComparedLine]
  private let pairs: [LineAlignment.Pair]
  /// The index of the first pair that differs.
  private let first: Int
  /// How many pairs differ.
  package let count: Int
  private let language: Language

  /// nil where both do the same, and the same comes of it.
  package init?(_ left: SessionFile, _ right: SessionFile, language: Language = .english) {
    (self.left, self.right, self.language) = (ComparedLine.all(of: left), ComparedLine.all(of: right), language)
    let (one, other) = (self.left, self.right)
    pairs =
      LineAlignment(one.map(\.whole), other.map(\.whole), kinds: one.map(\.command), other.map(\.command)).pairs
    let differing = pairs.indices.filter { [pairs] in !Self.isSame(pairs[$0], one, other) }
    guard let first = differing.first else { return nil }
    (self.first, count) = (first, differing.count)
  }

  private static func isSame(_ pair: LineAlignment.Pair, _ left: [ComparedLine], _ right: [ComparedLine]) -> Bool {
    guard let one = pair.left, let other = pair.right else { return false }
    return left[one].whole == right[other].whole
  }

  /// How many lines around the first difference are shown.
  private static let around = 3

  /// What is shown of it, line by line.
  package func text(names: (left: String, right: String), style: Style) -> String {
    var text = TextBuffer()
    for line in lines(names: names) {
      let role: Style.Role? = line.hasPrefix("- ") ? .bad : line.hasPrefix("+ ") ? .good : nil
      if let role { style.paint(role, &text) { $0.put(text: line) } } else { text.put(text: line) }
      text.endLine()
    }
    return text.string
  }

  private func lines(names: (left: String, right: String)) -> [String] {
    let shown = max(0, first - Self.around)..<min(pairs.count, first + Self.around + 1)
    var lines = [title(names), "--- \(names.left)", "+++ \(names.right)"]
    let last = shown.flatMap { [pairs[$0].left.map { left[$0].number }, pairs[$0].right.map { right[$0].number }] }
    let width = "\(last.compactMap { $0 }.max() ?? 0)".count
    for index in shown { lines += self.lines(of: pairs[index], isFirst: index == first, width) }
    let rest = count - shown.count { !Self.isSame(pairs[$0], left, right) }
    if rest > 0 {
      lines.append(
        language == .korean
          ? "다른 줄이 \(rest)개 더 있습니다" : "\(Plural.count(rest, "more line")) below \(rest == 1 ? "differs" : "differ")")
    }
    return lines + statesBefore
  }

  private func title(_ names: (left: String, right: String)) -> String {
    let pair = pairs[first]
    let (one, other) = (pair.left.map { left[$0] }, pair.right.map { right[$0] })
    switch (one, other) {
    case (let one?, let other?):
      let kinds = zip(one.parts.named, other.parts.named).filter { $0.text != $1.text }.map(\.0)
      let what = kinds.map { language == .korean ? $0.korean : $0.name }.filter { !$0.isEmpty }.joined(separator: ", ")
      let place = one.number == other.number ? "\(one.number)" : "\(one.number)/\(other.number)"
      return language == .korean
        ? "\(place)번째 줄에서 처음으로 다릅니다: \(what)" : "first difference in line \(place): \(what)"
    case (let one?, nil):
      return language == .korean
        ? "\(one.number)번째 줄은 \(names.left)에만 있습니다" : "line \(one.number) is only in \(names.left)"
    case (nil, let other?):
      return language == .korean
        ? "\(other.number)번째 줄은 \(names.right)에만 있습니다" : "line \(other.number) is only in \(names.right)"
    case (nil, nil): return ""
    }
  }

  private func lines(of pair: LineAlignment.Pair, isFirst: Bool, _ width: Int) -> [String] {
    func line(_ mark: String, _ line: ComparedLine) -> String {
      let number = String(repeating: " ", count: width - "\(line.number)".count) + "\(line.number)"
      return "\(mark) \(number)  \(TerminalEscape.prose(line.text))"
    }
    if Self.isSame(pair, left, right), let one = pair.left { return [line(" ", left[one])] }
    return (pair.left.map { [line("-", left[$0])] } ?? []) + (pair.right.map { [line("+", right[$0])] } ?? [])
  }

  /// The states that both sessions have told up to the first difference, and those at it.
  private var statesBefore: [String] {
    let (one, other) = (
      known(pairs[...first].compactMap(\.left), left), known(pairs[...first].compactMap(\.right), right)
    )
    let handles = Set(one.keys).union(other.keys).sorted()
    guard !handles.isEmpty else { return [] }
    let rows = handles.map { [$0, one[$0] ?? "?", other[$0] ?? "?"] }
    let head = language == .korean ? "그때까지의 상태" : "states by then"
    return Table([[head, "-", "+"]] + rows).lines
  }

  private func known(_ indices: [Int], _ lines: [ComparedLine]) -> [String: String] {
    indices.reduce(into: [:]) { known, index in
      for state in lines[index].states { known[state.handle] = state.state }
    }
  }
}
