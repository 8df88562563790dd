import Reports
import Runner
import SessionLanguage
import Text

/// A play of some of a file's roles.
struct RoleShare {
  let options: RoleOptions
  /// Whether `--isolated` was given: the processes then have one namespace, for which they must have met first.
  let isIsolated: Bool

  /// nil if this process plays all roles.
  /// - Parameter common: Of it `--isolated` is taken over.
  init?(_ options: RoleOptions, _ common: inout Common) {
    guard !options.roles.isEmpty else { return nil }
    self.options = options
    isIsolated = common.isolated
    common.isolated = false
  }

  /// Meets the processes that play the other roles of `file`, the file at `path`.
  /// - Returns: What the roles of others are played through, or why the play cannot begin, which has been said.
  func begin(
    _ file: SessionFile, _ path: String, in session: Session, _ context: RunContext, _ loader: SessionLoader,
    interrupts: UInt32
  ) -> (channel: RoleChannel?, verdict: Verdict) {
    let split = RoleSplit(file)
    if let problem = split.problem(with: options.roles, path) {
      context.complain(problem)
      return (nil, .usage)
    }
    guard split.problems.isEmpty else {
      loader.show(split.problems, of: file, path)
      return (nil, .couldNotRun)
    }
    let play = RolePlay(split, of: file, playing: options.roles, at: options.place, isIsolated: isIsolated)
    do throws(RoleProblem) {
      let variables = context.common.variables.map { [$0.name, $0.value] }
      let channel = try play.begin(in: session, variables: variables, interrupts: interrupts) {
        tell(play.missing, path, context)
      }
      return (channel, .held)
    } catch {
      let sentence = Keyboard.now.isTimeUp ? Player.timeIsUp : error.text(in: context.language)
      if Keyboard.now.isTimeUp || error != .interrupted { context.complain("\(path): \(sentence)") }
      return (nil, Keyboard.now.isTimeUp ? .couldNotRun : error.verdict)
    }
  }

  /// Says what to do in the other terminal.
  private func tell(_ missing: [String], _ path: String, _ context: RunContext) {
    let verb = context.isQuiet ? "check" : "replay"
    let sync = options.place.map { " --sync \(Self.word($0.text))" } ?? ""
    let variables = context.common.variables.map { " --var \(Self.word("\($0.name)=\($0.value)"))" }.joined()
    let more = (isIsolated ? " --isolated" : "") + variables + sync
    let roles = missing.joined(separator: ", ")
    let text = context.language.text(
      "waiting for \(roles); in another terminal:", korean: "\(roles) 역할을 기다립니다. 다른 터미널에서:")
    for line in [text] + missing.map({ "  sockplay \(verb) --role \($0)\(more) \(Self.word(path))" }) {
      context.errors.write(TerminalEscape.prose(line) + "\n")
    }
  }

  /// `text` as a word of the shell.
  private static func word(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        byte >= 0x80 || "_-./:=@,+%[]".utf8.contains(byte) || byte.isDigit || 0x41...0x5a ~= byte
          || 0x61...0x7a ~= byte
      }
    return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

extension RoleSplit {
  /// Why a process cannot play `wanted` of the roles of the file at `path`; nil if it can.
  func problem(with wanted: [String], _ path: String) -> String? {
    guard roles.count > 1 else {
      return "\(path) has \(roles.isEmpty ? "no roles" : "only the role \(roles[0])"): leave out --role"
    }
    guard roles.count <= Self.most else { return "\(path) has more than \(Self.most) roles" }
    guard let unknown = wanted.first(where: { !roles.contains($0) }) else {
      return roles.allSatisfy(wanted.contains) ? "these are all roles of \(path): leave out --role" : nil
    }
    let near = Diagnostic.nearest(to: unknown, among: roles).map { ", did you mean \($0)?" } ?? ";"
    return "unknown role: \(unknown)\(near) \(path) has " + roles.joined(separator: ", ")
  }
}
