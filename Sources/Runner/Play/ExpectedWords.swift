import Commands
import Handles
import SessionLanguage
import Sockets

// What an expectation may name, so that a mistake in one is found before the call is made.

extension Expectation {
  /// Refuses an errno or a state that there is not.
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
  /// Refuses to compare a handle's state with a word that is no state.
  func checkWords() throws(Diagnostic) {
    for comparison in comparisons {
      for (one, other) in [(comparison.left, comparison.right), (comparison.right, comparison.left)] {
        guard case .field(let reference) = one.kind, reference.field == Field.state.name,
          case .word(let word) = other.kind, let text = word.plain, SocketState(name: text) == nil
        else { continue }
        throw Session.unknownState(text, at: other.span)
      }
    }
  }
}

extension CommandLine {
  /// Refuses to expect something of a handle, or a variable, that is not there and that this line of `command` does not
  /// make.
  func checkNames(of command: Command, in table: HandleTable) throws(Diagnostic) {
    // Where others have their parts of the session, so may they the handle.
    guard let expectation, expectation.namesSomething, table.elsewhere == nil, !command.mayChooseNames(self) else {
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
  /// Whether only the call of `line` decides what it calls some handle that it makes.
  fileprivate func mayChooseNames(_ line: CommandLine) -> Bool {
    traits.contains(.makesUnknownNames)
      || parameters.contains { $0.kind == .messageOut || $0.kind == .newHandle && line.words.count < 3 }
      || namingWords(of: line).contains { $0.plain.map(SocketKind.begins) ?? true }
  }
}
