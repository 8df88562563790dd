import Handles
import Runner
import Text

/// The calls of one step as lines of a C program.
package enum StepInC {
  /// - Parameter step: The last one that made calls; nil where none has.
  package static func lines(of step: Step?, in table: HandleTable, language: Language) -> [String] {
    guard let step else { return [language.text("no call has been made yet", korean: "아직 아무 호출도 하지 않았습니다")] }
    var builder = ProgramBuilder(source: "", table: table, refusal: ProgramLanguage.c.refusal)
    builder.addAlone(step)
    guard let problem = builder.problems.first else { return CProgram(builder.program).excerpt }
    return [
      language.text(
        "no program can do this line: \(problem.diagnostic.label)",
        korean: "이 줄은 프로그램으로 쓸 수 없습니다: \(problem.diagnostic.label)")
    ]
  }
}

extension CProgram {
  /// What its main function has of the session, and what the helpers are that it calls.
  fileprivate var excerpt: [String] {
    let lines = declarations + body
    let comments = called.filter { calls($0.name) }.compactMap { helper -> String? in
      let comment = helper.text.split(separator: "\n").first { $0.hasPrefix("/* ") }
      return comment.map { "/* \(helper.name): \($0.dropFirst(3))" }
    }
    return lines.map { $0.hasPrefix(CBody.indentation) ? String($0.dropFirst(CBody.indentation.count)) : $0 } + comments
  }
}
