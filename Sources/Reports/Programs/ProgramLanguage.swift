/// A language that a session can be had in, a row each.
package struct ProgramLanguage: Sendable {
  /// As one types it after `export`.
  package let name: String
  /// Why it has no equal of a call; nil where it has one.
  let refusal: @Sendable (ProgramCall, ProgramManner) -> String?
  let text: @Sendable (Program) -> String

  package static let all = [c, python, swift]

  package static func named(_ name: String) -> ProgramLanguage? { all.first { $0.name == name } }

  static let c = ProgramLanguage(
    name: "c", refusal: { call, _ in CRefusal.reason(call) }, text: { CProgram($0).text })

  static let python = ProgramLanguage(
    name: "python", refusal: PythonRefusal.reason, text: { PythonProgram($0).text })

  static let swift = ProgramLanguage(
    name: "swift", refusal: SwiftRefusal.reason, text: { SwiftProgram($0).text })
}
