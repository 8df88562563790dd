import Commands
import Glibc
import Partners
import SessionLanguage
import Sockets
import Text

/// The servers to practise with that a session has started. They end with it.
final class PartnerProcesses {
  /// The program that a server is a process of.
  private let program: String
  /// The language in which they say what they do.
  private let language: Language
  private(set) var running: [PartnerProcess] = []

  /// The most that one session may run.
  static let most = 32

  init(program: String, language: Language) { (self.program, self.language) = (program, language) }

  var isEmpty: Bool { running.isEmpty }

  func named(_ name: String) -> PartnerProcess? { running.first { $0.name == name } }

  func start(_ wanted: WantedPartner) throws(Diagnostic) -> PartnerProcess {
    try checkLimit(for: wanted.name, at: wanted.span)
    let started = try PartnerProcess(wanted, program: program, language: language)
    running.append(started)
    return started
  }

  func run(_ wanted: WantedProgram) throws(Diagnostic) -> PartnerProcess {
    try checkLimit(for: wanted.name, at: wanted.span)
    let started = try PartnerProcess(wanted, program: program)
    running.append(started)
    return started
  }

  private func checkLimit(for name: String, at span: Span) throws(Diagnostic) {
    if named(name) != nil {
      throw Diagnostic(
        "the name \(name) is taken", at: span, label: "something that runs has it",
        help: "peer off \(name) ends that one")
    }
    guard running.count < Self.most else {
      throw Diagnostic(
        "too many servers run", at: span, label: "at most \(Self.most)", help: "peer off NAME ends one")
    }
  }

  /// Ends `process`; what it has said until then is returned.
  func stop(_ process: PartnerProcess) -> [String] {
    running.removeAll { $0 === process }
    process.end()
    return process.takeLines()
  }

  /// What they have said since they were last asked. One that has ended is told, and forgotten.
  func takeOutput() -> [PartnerOutput] {
    var output: [PartnerOutput] = []
    for process in running {
      output += process.takeLines().map { PartnerOutput(name: process.name, line: $0) }
      guard process.hasEnded else { continue }
      running.removeAll { $0 === process }
      let end = process.waitForEnd()
      process.end()
      output += process.takeLines().map { PartnerOutput(name: process.name, line: $0) }
      let closed = language.text("has closed its output, and is ended", korean: "출력을 닫아서 끝냈습니다")
      output.append(PartnerOutput(name: process.name, line: end?.text(in: language) ?? closed))
    }
    return output
  }

  func endAll() {
    for process in running { process.end() }
    running = []
  }
}
