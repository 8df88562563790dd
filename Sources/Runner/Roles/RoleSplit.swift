import Commands
import Handles
import SessionLanguage

/// Which role plays each line of a file whose roles are played by several processes, and why a line cannot be played so.
package struct RoleSplit {
  /// In the order in which they first come. The first also plays the commands and checks that are nobody's.
  package let roles: [String]
  package private(set) var problems: [SessionFile.Problem] = []
  /// The names in braces and in checks: what one process may have to ask another for.
  package private(set) var references: Set<String> = []
  /// The number of the role of each text of the file, and one more; 0 for what every process plays.
  private var owners: [UInt8]
  private var made = MadeNames()

  /// At most how many roles a file may have.
  package static let most = 64

  package init(_ file: SessionFile) {
    var roles: [String] = []
    for number in Self.texts(of: file) {
      guard let role = file.statement(number.line).role, roles.count <= Self.most, !roles.contains(role) else {
        continue
      }
      roles.append(role)
    }
    self.roles = roles
    owners = Array(repeating: 0, count: file.textCount)
    guard (2...Self.most).contains(roles.count) else { return }
    for text in Self.texts(of: file) {
      do throws(Diagnostic) {
        owners[text.number] = UInt8(try owner(of: file.statement(text.line), line: text.line + 1).map { $0 + 1 } ?? 0)
      } catch {
        problems.append(SessionFile.Problem(number: text.line + 1, diagnostic: error))
      }
    }
  }

  /// The role that plays the line at `index` of `file`; nil if every process does.
  package func role(ofLine index: Int, in file: SessionFile) -> String? {
    let owner = Int(owners[file.number(index)])
    return owner == 0 ? nil : roles[owner - 1]
  }

  /// Each text of `file`, and the first line that has it.
  private static func texts(of file: SessionFile) -> [(number: Int, line: Int)] {
    var seen = Array(repeating: false, count: file.textCount)
    return (0..<file.count).compactMap { line in
      let number = file.number(line)
      guard !seen[number] else { return nil }
      seen[number] = true
      return (number, line)
    }
  }

  /// The number of the role that plays `statement`, the one at `line`.
  private mutating func owner(of statement: Statement, line: Int) throws(Diagnostic) -> Int? {
    let role = statement.role.flatMap { roles.firstIndex(of: $0) }
    switch statement.body {
    case .blank, .header, .heading, .prose, .end: return nil
    case .opening(let opening):
      try note(opening.references)
      if let handle = opening.references.first(where: { made.maker(of: $0.name) != nil || $0.field != nil }) {
        throw Diagnostic(
          "\(handle.name) may change while this is read", at: handle.span, label: "each process reads it by itself",
          help: "in several processes only variables may say how often lines are played: @let, let, ->")
      }
      return nil
    case .directive(.host(let name, _)): throw Self.needsOneProcess("@host", at: name.span)
    case .directive(.variable(_, let value)):
      try note(value.references)
      return owner(of: value.references.map(\.name))
    case .directive: return nil
    case .check(let expression):
      try note(expression.references)
      return role ?? owner(of: expression.references.map(\.name)) ?? 0
    case .command, .call:
      guard let meant = Self.meant(by: statement), let command = meant.command else { return role ?? 0 }
      if statement.role == nil, meant.role != nil { throw Self.needsOneProcess("on HOST", at: nil) }
      do throws(Diagnostic) { return try owner(of: command, role: role, line: line) } catch {
        throw meant === statement ? error : error.on(meant.line)
      }
    }
  }

  private static func meant(by statement: Statement) -> Statement? {
    if let call = statement.call { return try? CLine.statement(call, on: statement, CNames()) }
    return (try? Spelling.meant(by: statement)) ?? statement
  }

  private mutating func owner(of line: CommandLine, role: Int?, line number: Int) throws(Diagnostic) -> Int? {
    let command = try Command.find(line.name, at: line.words[0].span)
    if command.traits.contains(.needsOneProcess) { throw Self.needsOneProcess(command.name, at: line.words[0].span) }
    try note(line)
    let uses = LineHandles(command, line)
    let owner = role ?? self.owner(of: uses.used.map(\.name)) ?? 0
    try requireOwn(uses, owner)
    try requireName(uses)
    try requireAnyDescriptor(uses, line)
    for word in uses.made {
      if let other = made.add(word, role: owner, line: number), other.role != owner {
        throw Diagnostic(
          "\(roles[other.role]) makes a handle of this name, too", at: word.span, label: "on line \(other.line)",
          help: "in several processes each handle needs a name that only one role gives")
      }
    }
    return owner
  }

  /// Refuses a handle that another role than `owner` has made.
  private func requireOwn(_ uses: LineHandles, _ owner: Int) throws(Diagnostic) {
    for use in uses.used {
      guard let maker = made.maker(of: use.name), maker.role != owner else { continue }
      throw Diagnostic(
        "\(use.name) belongs to \(roles[maker.role])", at: use.span,
        label: "made on line \(maker.line); this line is played by \(roles[owner])",
        help:
          "in several processes each role works on its own handles; {\(use.name)}, [\(use.name) STATE] and ? \(use.name).FIELD may stand in any line"
      )
    }
  }

  /// Refuses a new handle that the line does not name.
  private func requireName(_ uses: LineHandles) throws(Diagnostic) {
    if let span = uses.unnamed {
      throw Diagnostic(
        "the new handle has no name", at: span, label: "each process would number its own",
        help: "in several processes a line names what it makes: socket srv tcp")
    }
  }

  /// Refuses the number of a new descriptor as the result.
  private func requireAnyDescriptor(_ uses: LineHandles, _ line: CommandLine) throws(Diagnostic) {
    if let outcome = line.expectation?.outcome, case .number(let range) = outcome.pattern, range.lowerBound > 2,
      !uses.made.isEmpty
    {
      throw Diagnostic(
        "this expects the number of a descriptor", at: outcome.span, label: "each process counts its own",
        help: "= fd expects any descriptor")
    }
  }

  /// The role that made the first handle among `names`.
  private func owner(of names: [String]) -> Int? {
    for name in names { if let maker = made.maker(of: name) { return maker.role } }
    return nil
  }

  private mutating func note(_ line: CommandLine) throws(Diagnostic) {
    var references = line.words.flatMap(\.references)
    if let expectation = line.expectation {
      references += (expectation.given + [expectation.from].compactMap(\.self)).flatMap(\.references)
      references += expectation.capture.map { [$0] } ?? []
      for pattern in [expectation.data].compactMap(\.self) + expectation.furtherData {
        switch pattern.kind {
        case .exactly(let word), .prefix(let word): references += word.references
        case .matching: break
        }
      }
      for state in expectation.states {
        self.references.formUnion(state.handle.plain.map { [$0] } ?? [])
        references += state.handle.references
      }
      if !expectation.segments.isEmpty { throw Self.needsOneProcess("{…}", at: expectation.segmentsSpan) }
    }
    try note(references)
  }

  private mutating func note(_ references: [Reference]) throws(Diagnostic) {
    for reference in references {
      if reference.name == cableName { throw Self.needsOneProcess(cableName, at: reference.span) }
      self.references.insert(reference.name)
    }
  }

  private static func needsOneProcess(_ what: String, at span: Span?) -> Diagnostic {
    Diagnostic(
      "\(what) needs all roles in one process", at: span, label: "this line cannot be split",
      help: "play the file without --role")
  }
}
