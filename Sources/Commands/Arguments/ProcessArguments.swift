import Glibc
import SessionLanguage

extension Arguments {
  /// A process that signals are to go to: this one, unless more is allowed.
  func process(_ index: Int) throws(Diagnostic) -> Int32 {
    guard index < count else { throw .missing("a process number", at: span(index), example: "self") }
    if try text(index) == "self" { return getpid() }
    let number = Int32(try integer(index, default: 0, in: Int(Int32.min + 1)...Int(Int32.max)))
    if number != 0, number != getpid() { try table.permit(.signalProcess, at: span(index)) }
    return number
  }
}
