import Commands
import Handles
import SessionLanguage
import Sockets

// What an expectation may name, so that a mistake in one is found before the call is made.

extension Expectation {
  /// Refuses an unknown errno, and an unknown state.
  func checkWords() throws(Diagnostic) {
    if let outcome, case .failure(let symbol?, _) = outcome.pattern, Errno(word: symbol) == nil {
      throw .unknownErrno(symbol, at: outcome.span)
    }
    for pattern in states where SocketState(name: pattern.state) == nil {
      throw Session.unknownState(pattern.state, at: pattern.span)
    }
  }
}

extension Expression {
  /// Refuses to compare a handle's state with a word that is not a state.
  func checkWords() throws(Diagnostic) {
    for comparison in comparisons {
      switch (comparison.left.kind, comparison.right.kind) {
      case (.field(let field), .word(let word)): try Self.check(word, comparedWith: field)
      case (.word(let word), .field(let field)): try Self.check(word, comparedWith: field)
      default: break
      }
    }
  }

  private static func check(_ word: Word, comparedWith field: Reference) throws(Diagnostic) {
    guard field.field == Field.state.name, let text = word.plain, SocketState(name: text) == nil else { return }
    throw Session.unknownState(text, at: word.span)
  }

  /// Refuses `? cli == ESTABLISHED`, where the name of a handle is written for its state.
  func checkHandles(in line: [UInt8], _ table: HandleTable) throws(Diagnostic) {
    for comparison in comparisons {
      guard case .word(let left) = comparison.left.kind, case .word(let right) = comparison.right.kind else { continue }
      for (name, state) in [(left, right), (right, left)] {
        guard let handle = name.plain, table.find(handle) != nil, let text = state.plain, SocketState(name: text) != nil
        else { continue }
        throw Self.handleForState(handle, text, at: name.span, in: line)
      }
    }
  }

  private static func handleForState(_ handle: String, _ state: String, at span: Span, in line: [UInt8]) -> Diagnostic {
    var typed = line
    typed.insert(contentsOf: ".\(Field.state.name)".utf8, at: span.upperBound)
    let meant = String(decoding: typed, as: UTF8.self)
    return Diagnostic(
      "\(handle) is a handle, and \(state) a state", at: span, label: "not its state", help: "type: \(meant)"
    ).inKorean("\(handle): 핸들이고, 그 상태가 아닙니다", label: "여기에는 상태를 적습니다", help: "이렇게 적으세요: \(meant)")
  }
}

extension CommandLine {
  /// Refuses to expect something of a handle, or a variable, that is not there and that this line of `command` does not
  /// make.
  func checkNames(of command: Command, in table: HandleTable) throws(Diagnostic) {
    // Where others have their parts of the session, so may they the handle.
    guard let expectation, expectation.namesSomething, table.elsewhere == nil, !command.mayChooseNames(in: self) else {
      return
    }
    let made = command.namingWords(of: self).compactMap(\.plain)
    func isKnown(_ name: String) -> Bool {
      table.find(name) != nil || table.isReserved(name) || table.variables[name] != nil || made.contains(name)
    }
    for pattern in expectation.states {
      guard let name = pattern.handle.plain, !isKnown(name), !table.isGone(name) else { continue }
      throw table.unknownHandle(name, at: pattern.handle.span)
    }
    for word in expectation.data?.words ?? [] where !word.references.allSatisfy({ isKnown($0.name) }) {
      _ = try table.data(of: word)
    }
    for word in expectation.given + (expectation.from.map { [$0] } ?? [])
    where !word.references.allSatisfy({ isKnown($0.name) }) {
      _ = try table.text(of: word)
    }
  }
}

extension Expectation {
  /// Whether it may name a handle or a variable.
  fileprivate var namesSomething: Bool { data != nil || from != nil || !states.isEmpty || !given.isEmpty }
}

extension DataPattern {
  /// What is written in it as words.
  fileprivate var words: [Word] {
    switch kind {
    case .exactly(let word), .prefix(let word): [word]
    case .matching: []
    }
  }
}

extension Command {
  /// Whether only the call of `line` decides how some handle is called that it makes.
  func choosesNames(in line: CommandLine) -> Bool {
    traits.contains(.makesUnknownNames)
      || parameters.contains { $0.kind == .newHandle } && line.words.count < 3
      // A word that looks like a socket kind may be one, and then the handle is called s1, s2 …
      || namingWords(of: line).contains { $0.plain.map(SocketKind.begins) ?? false }
  }

  /// The same, or whether nothing but the play shows it.
  fileprivate func mayChooseNames(in line: CommandLine) -> Bool {
    choosesNames(in: line) || parameters.contains { $0.kind == .messageOut }
      || namingWords(of: line).contains { $0.plain == nil }
  }
}
