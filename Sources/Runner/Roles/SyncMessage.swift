import Handles
import SessionLanguage
import Sockets
import Text

/// What the processes that share the roles of a file tell one another, and how that looks as bytes. Whatever comes from
/// another process is read here, and is refused unless it is as this program writes it.
package enum SyncMessage: Equatable, Sendable, Framed {
  /// The first message of a process that comes.
  case hello(Hello)
  /// All roles are there: the play begins.
  case welcome
  /// The process that came is not wanted, and why; with the variables that have other values, or the roles of the one that
  /// refuses.
  case refused(Refusal, [String])
  /// A variable has this value from now on.
  case variable(name: String, value: String)
  /// The line, counted from 0, has been played. It is the `serial`-th that some role has played.
  case done(serial: Int, line: Int, Verdict)
  /// What is `{name}`, or `{name.field}`?
  case ask(name: String, field: String?)
  case answer(SyncAnswer)
  /// The process still runs.
  case alive
  /// The process that had these roles plays no more.
  case left(roles: [String], Verdict)

  /// Who comes, and what for.
  package struct Hello: Equatable, Sendable {
    /// Of the text of the file.
    package var digest: String
    package var roles: [String]
    /// The variables of the command line.
    package var variables: [[String]]
    /// Whether the processes are to be in one network namespace that is theirs alone.
    package var isIsolated: Bool

    package init(digest: String, roles: [String], variables: [[String]], isIsolated: Bool = false) {
      (self.digest, self.roles, self.variables, self.isIsolated) = (digest, roles, variables, isIsolated)
    }
  }

  package enum Refusal: UInt8, Sendable {
    case otherFile = 1
    case otherVariables, roleIsTaken
    /// One is isolated, the other is not.
    case otherNetwork
  }

  /// The most bytes that a message may have.
  package static let most = Variables.longest + 4096
  /// The first field of a `hello`, which changes with what messages mean.
  private static let version = "sockplay roles 2"

  // MARK: As bytes

  package var parts: (kind: UInt8, fields: [[UInt8]]) {
    let (kind, fields) = texts
    return (kind, fields.map { Array($0.utf8) })
  }

  private var texts: (UInt8, [String]) {
    switch self {
    case .hello(let hello):
      (
        1,
        [Self.version, hello.digest, hello.isIsolated ? "isolated" : "", "\(hello.roles.count)"] + hello.roles
          + hello.variables.flatMap(\.self)
      )
    case .welcome: (2, [])
    case .refused(let refusal, let names): (3, ["\(refusal.rawValue)"] + names)
    case .variable(let name, let value): (4, [name, value])
    case .done(let serial, let line, let verdict): (5, ["\(serial)", "\(line)", "\(verdict.rawValue)"])
    case .ask(let name, let field): (6, [name] + (field.map { [$0] } ?? []))
    case .answer(let answer): (7, answer.fields)
    case .alive: (8, [])
    case .left(let roles, let verdict): (9, ["\(verdict.rawValue)"] + roles)
    }
  }

  package init?(_ kind: UInt8, _ fields: [[UInt8]]) {
    guard let fields = Self.texts(of: fields) else { return nil }
    switch (kind, fields.count) {
    case (1, 1...):
      guard fields[0] == Self.version, let hello = Hello(fields.dropFirst()) else { return nil }
      self = .hello(hello)
    case (2, 0): self = .welcome
    case (3, 1...):
      guard let refusal = UInt8(fields[0]).flatMap(Refusal.init), fields.dropFirst().allSatisfy(Name.isValid) else {
        return nil
      }
      self = .refused(refusal, Array(fields.dropFirst()))
    case (4, 2):
      guard Name.isValid(fields[0]), fields[1].utf8.count <= Variables.longest else { return nil }
      self = .variable(name: fields[0], value: fields[1])
    case (5, 3):
      guard let serial = Int(numeral: fields[0]), let line = Int(numeral: fields[1]),
        let verdict = Self.verdict(fields[2])
      else { return nil }
      self = .done(serial: serial, line: line, verdict)
    case (6, 1), (6, 2):
      guard fields.allSatisfy(Name.isValid) else { return nil }
      self = .ask(name: fields[0], field: fields.count > 1 ? fields[1] : nil)
    case (7, _):
      guard let answer = SyncAnswer(fields) else { return nil }
      self = .answer(answer)
    case (8, 0): self = .alive
    case (9, 2...):
      guard let verdict = Self.verdict(fields[0]), fields.dropFirst().allSatisfy(Name.isValid) else { return nil }
      self = .left(roles: Array(fields.dropFirst()), verdict)
    default: return nil
    }
  }

  private static func verdict(_ text: String) -> Verdict? { Int32(text).flatMap(Verdict.init) }
}

package typealias SyncFrames = Frames<SyncMessage>

extension SyncMessage.Hello {
  /// Reads the fields after the version.
  fileprivate init?(_ fields: ArraySlice<String>) {
    let fields = Array(fields)
    guard fields.count >= 4, ["isolated", ""].contains(fields[1]), let count = Int(numeral: fields[2]),
      (1...RoleSplit.most).contains(count)
    else { return nil }
    let rest = fields.dropFirst(3)
    guard rest.count >= count, (rest.count - count) % 2 == 0, rest.prefix(count).allSatisfy(Name.isValid) else {
      return nil
    }
    let values = Array(rest.dropFirst(count))
    let variables = stride(from: 0, to: values.count, by: 2).map { [values[$0], values[$0 + 1]] }
    guard variables.allSatisfy({ Name.isValid($0[0]) }) else { return nil }
    self.init(
      digest: fields[0], roles: Array(rest.prefix(count)), variables: variables, isIsolated: fields[1] == "isolated")
  }
}
