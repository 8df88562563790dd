import Commands
import Handles
import SessionLanguage
import Sockets
import Text

// `?` lines.
extension Session {
  /// Evaluates `expression` until it holds, its time is up, or Ctrl-C comes.
  func check(_ expression: Expression, _ step: Step) throws(Diagnostic) {
    try expression.checkWords()
    try expression.checkHandles(in: step.statement.line, table)
    var keys: UInt32?
    var unmet: (span: Span, seen: [String])?
    _ = try settle(within: expression.within ?? Self.settleTime, isInterrupted: { isInterrupted(since: &keys) }) {
      () throws(Diagnostic) in
      unmet = try firstUnmet(expression)
      return unmet == nil
    }
    if let unmet {
      step.failure = Failure(.condition(seen: unmet.seen), at: unmet.span)
    } else {
      step.listing = ["holds"]
    }
  }

  /// The first comparison that does not hold now, and the values in it; nil if all hold.
  func firstUnmet(_ expression: Expression) throws(Diagnostic) -> (Span, [String])? {
    for comparison in expression.comparisons {
      let left = try value(comparison.left), right = try value(comparison.right)
      try checkNumber(comparison.left, left, comparedWith: comparison.right, right)
      try checkNumber(comparison.right, right, comparedWith: comparison.left, left)
      if comparison.relation.holds(left, right) { continue }
      return (comparison.span, seen(comparison.left, left) + seen(comparison.right, right))
    }
    return nil
  }

  /// Refuses `? conn.unread == 0x10` and `? cli.rtt < 100ms`: a number and a text would be compared letter by letter.
  private func checkNumber(
    _ field: Expression.Operand, _ value: Value, comparedWith other: Expression.Operand, _ text: Value
  ) throws(Diagnostic) {
    guard case .field(let reference) = field.kind, case .number = value, case .word(let word) = other.kind else {
      return
    }
    if case .number = text { return }
    let typed = text.description, switched = ["on": 1, "off": 0][typed]
    let hint =
      if let number = switched ?? word.plain.flatMap({ Size.parseOrHex($0) }) {
        "write: \(number)"
      } else if typed.first?.isNumber == true {
        "a number has no unit: help fields says in what each field counts"
      } else {
        "\(reference.written) is compared with a number"
      }
    throw .invalid("number", typed, at: word.span, label: "\(reference.written) is \(value)", help: hint)
  }

  /// The values that were looked up, for the report; a literal need not be repeated.
  private func seen(_ operand: Expression.Operand, _ value: Value) -> [String] {
    switch operand.kind {
    case .field(let reference): ["\(reference.name).\(reference.field ?? "") is \(value)"]
    case .word(let word): word.loneReference.map { ["{\($0.written)} is \(Literal.text("\(value)".utf8))"] } ?? []
    }
  }

  private func value(_ operand: Expression.Operand) throws(Diagnostic) -> Value {
    switch operand.kind {
    case .field(let reference):
      if let handle = table.find(reference.name) {
        table.look(at: handle)
        reportChanges()
      }
      if reference.field == Field.state.name, table.find(reference.name) == nil, table.isGone(reference.name) {
        return .state(.closed)
      }
      return try table.value(of: reference)
    case .word(let word):
      let text = try table.text(of: word)
      return Int(numeral: text).map { .number($0) } ?? SocketState(name: text).map { .state($0) } ?? .text(text)
    }
  }
}

extension Expression.Relation {
  /// Numbers compare as numbers, states as states, anything else as text.
  func holds(_ left: Value, _ right: Value) -> Bool {
    if case .number(let left) = left, case .number(let right) = right { return holds(left, right) }
    if case .state(let left) = left, case .state(let right) = right {
      return self == .equal ? left.satisfies(right) : self == .unequal && !left.satisfies(right)
    }
    return holds(left.description, right.description)
  }

  private func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .more: left > right
    case .atMost: left <= right
    case .atLeast: left >= right
    }
  }
}
