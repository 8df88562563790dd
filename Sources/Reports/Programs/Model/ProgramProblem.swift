import Commands
import Runner
import SessionLanguage

/// A line that has no equal in a program.
package struct ProgramProblem {
  package let place: Place
  package let line: [UInt8]
  package let diagnostic: Diagnostic

  init(_ step: Step, _ reason: String) { self.init(step.statement, at: step.place, reason) }

  private init(_ statement: Statement, at place: Place, _ reason: String) {
    self.place = place
    line = statement.line
    let span = statement.command.map { $0.words[0].span.lowerBound..<$0.end }
    diagnostic = Diagnostic("no program can do this line", at: span, label: reason)
      .inKorean("이 줄은 프로그램으로 쓸 수 없습니다")
  }

  /// The lines of `file` for which that is known before it is played.
  package static func all(in file: SessionFile, source: String) -> [ProgramProblem] {
    (0..<file.count).flatMap { index in
      let statement = file.statement(index)
      let own = reason(statement).map { ProgramProblem(statement, at: Place(source: source, number: index + 1), $0) }
      return (own.map { [$0] } ?? []) + (file.included[index].map { all(in: $0.file, source: $0.path) } ?? [])
    }
  }

  static let changesSettings = "it changes settings of the kernel, on which the calls below may depend"

  /// Why no program can do `statement`, whatever came before it.
  static func reason(_ statement: Statement) -> String? {
    switch statement.body {
    case .directive(.host): "a program has no hosts and no cable of its own"
    case .directive(.shortTimers): changesSettings
    case .command(let line):
      (try? Command.find(line.name, at: 0..<0)).flatMap { command in
        command.traits.contains(.onlyHere) ? "only a session has \(command.name), and lines below may need it" : nil
      }
    default: nil
    }
  }
}
