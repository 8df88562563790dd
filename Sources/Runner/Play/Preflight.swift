import Cable
import Commands
import Handles
import Packets
import SessionLanguage
import Sockets

/// Finds what is wrong with a session before anything runs: unknown commands, missing arguments, names that nothing
/// sets.
package struct Preflight {
  private var names: Set<String>
  private var problems: [SessionFile.Problem] = []
  /// Once a name is made that is only known when the file is played, names cannot be checked.
  private var isOpen = false
  /// Whether a block that counts turns is around the line.
  private var hasTurn = false
  /// Whether a line that runs has come.
  private var hasCommands = false
  /// The file that is looked at, where another one includes it.
  private var source: IncludedFile?

  /// The problems of `file`, in the order of its lines, and of the files that it includes.
  /// - Parameter known: Names that are set outside the file.
  package static func problems(of file: SessionFile, known: some Sequence<String>) -> [SessionFile.Problem] {
    let own = file.isIsolated ? [cableName] : []
    var preflight = Preflight(names: Set(known).union(own))
    preflight.visit(file)
    return preflight.problems
  }

  private mutating func visit(_ file: SessionFile) {
    let isInTurn = hasTurn
    defer { hasTurn = isInTurn }
    var walk = file.blocks.walk
    var hasHeld = Array(repeating: Holding.unknown, count: file.textCount)
    for index in 0..<file.count {
      walk.advance()
      hasTurn = isInTurn || walk.turns > 0
      let number = file.number(index)
      // Known names stay known, except {i}, so what held for a line holds when the same line comes again.
      if hasHeld[number] != .everywhere, hasHeld[number] == .unknown || !hasTurn {
        hasHeld[number] = look(at: file.statement(index), index) && hasTurn ? .withTurn : .everywhere
      }
      if let included = file.included[index] { visit(included) }
    }
  }

  private mutating func visit(_ included: IncludedFile) {
    let outer = source
    source = included
    visit(included.file)
    source = outer
  }

  /// Where a line is known to be valid. A line with a problem, which is reported once, counts as valid.
  private enum Holding { case unknown, withTurn, everywhere }

  /// Whether nothing is wrong with the line at `index`.
  private mutating func look(at statement: Statement, _ index: Int) -> Bool {
    do throws(Diagnostic) {
      try visit(statement)
      return true
    } catch {
      problems.append(SessionFile.Problem(number: index + 1, diagnostic: error, in: source))
      return false
    }
  }

  private init(names: Set<String>) { self.names = names }

  private mutating func visit(_ statement: Statement) throws(Diagnostic) {
    switch statement.body {
    case .command, .call, .check, .opening: hasCommands = true
    default: break
    }
    switch statement.body {
    // A file that another one includes may come after the commands of that one.
    case .directive(.isolated): if hasCommands { throw .lateIsolation }
    case .command(let line):
      guard let meant = try Spelling.meant(by: statement) else { return try visit(line, in: statement.line) }
      try visit(meant: meant)
    case .call(let call): try visit(meant: try CLine.statement(call, on: statement, CNames()))
    case .directive(.variable(let name, let value)):
      try check([value])
      names.insert(name)
    case .directive(.needs(let needs)):
      try check(needs)
      names.formUnion(needs.compactMap { $0.plain.flatMap(Directive.requiredVariable) })
    case .opening(let opening): try check(opening.references)
    case .check(let expression):
      try check(expression.references)
      try expression.checkWords()
    default: break
    }
  }

  /// Visits the line that another one means.
  private mutating func visit(meant: Statement) throws(Diagnostic) {
    do throws(Diagnostic) { try visit(meant) } catch { throw error.on(meant.line) }
  }

  private mutating func visit(_ line: CommandLine, in text: [UInt8]) throws(Diagnostic) {
    let command = try Command.find(line.name, at: line.words[0].span)
    try command.checkShape(line)
    do throws(Diagnostic) { try command.checkConstants(line) } catch {
      throw WordOrder.error(insteadOf: error, of: line, in: text, command) { [names] in names.contains($0) }
    }
    try check(line.words)
    try line.expectation?.checkWords()
    makeNames(command, line)
    if let expectation = line.expectation {
      try check(expectation.given)
      if let from = expectation.from { try check([from]) }
      for pattern in expectation.states {
        if let name = pattern.handle.plain { try check(name, at: pattern.handle.span) }
      }
      for pattern in expectation.segments { try Self.check(pattern) }
      if let capture = expectation.capture { names.insert(capture.name) }
    }
  }

  private static func check(_ pattern: SegmentPattern) throws(Diagnostic) {
    guard case .segment(let segment) = pattern.kind, case .icmp(let name) = segment.protocolKind,
      !ICMPNames.allWords.contains(name)
    else { return }
    throw .unknown(
      "ICMP type or code", name, at: pattern.span, among: ICMPNames.allWords,
      help: "for example: echo-request, echo-reply, port-unreachable, host-unreachable, fragmentation-needed")
  }

  private mutating func makeNames(_ command: Command, _ line: CommandLine) {
    if command.choosesNames(in: line) { isOpen = true }
    if command.parameters.contains(where: { $0.kind == .messageOut }) { makeReceivedNames(line) }
    for word in command.namingWords(of: line) {
      if let name = word.plain { self.names.insert(name) } else if !word.references.isEmpty { isOpen = true }
    }
  }

  /// Descriptors that come with a message get the names of `SCM_RIGHTS:got,got2`, or fresh ones.
  private mutating func makeReceivedNames(_ line: CommandLine) {
    let words = line.words.compactMap(\.plain).filter { $0.hasPrefix("SCM_") }
    if words.isEmpty { isOpen = true }
    for word in words { names.formUnion(word.split(separator: ":").last?.split(separator: ",").map(String.init) ?? []) }
  }

  private func check(_ words: [Word]) throws(Diagnostic) {
    try check(words.flatMap(\.references))
  }

  private func check(_ references: [Reference]) throws(Diagnostic) {
    for reference in references { try check(reference) }
  }

  private func check(_ reference: Reference) throws(Diagnostic) {
    try check(reference.name, at: reference.span)
    if let field = reference.field, Field.named(field) == nil,
      reference.name != cableName || !CableStatus.counts.contains(where: { $0.name == field })
    {
      throw HandleTable.unknownField(field, at: reference.span)
    }
  }

  private func check(_ name: String, at span: Span) throws(Diagnostic) {
    if isOpen || names.contains(name) || hasTurn && name == "i" { return }
    throw .unknown(
      "name", name, at: span, among: Array(names),
      help: "no line above makes it; to give it a value from outside: --var \(name)=VALUE")
  }
}
