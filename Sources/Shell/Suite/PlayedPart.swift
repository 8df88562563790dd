import Glibc
import Reports
import Runner
import Sockets

/// One file of a `check` of many, which a process of its own plays.
struct PlayedPart {
  /// Which of the files it is.
  let index: Int
  let path: String
  /// nil once it has ended.
  var process: pid_t?
  /// What came of it; nil while it is played.
  var verdict: Verdict?
  /// What its process writes, of all tries.
  private let written = MemoryFile()
  private let complained = MemoryFile()
  /// What its process tells this one, see `PartMessage`.
  private var told: MemoryFile?
  private var began: Int64 = 0
  /// How much was complained of before this try.
  private var complainedBefore = 0

  init(index: Int, path: String) { (self.index, self.path) = (index, path) }

  /// Where something may be added to what the process writes.
  var outputs: (output: Output, errors: Output) {
    (Output(descriptor: written.descriptor), Output(descriptor: complained.descriptor))
  }

  /// Whether nothing that is complained of can be kept.
  var isMute: Bool { complained.problem != nil }

  /// Begins a try.
  /// - Returns: Why that cannot be; nil if it has begun.
  mutating func begin(_ child: ChildPlay) -> String? {
    let told = MemoryFile()
    self.told = told
    began = monotonicNanoseconds()
    complainedBefore = text(complained).utf8.count
    if let problem = [written, complained, told].lazy.compactMap(\.problem).first {
      return "cannot keep the output of \(path): memfd_create: \(problem.text)"
    }
    let (process, problem) = child.startPart(path, output: written, errors: complained, telling: told)
    self.process = process
    return problem
  }

  /// Forgets a try that could not begin.
  func discard() { for file in [told, written, complained] { file?.close() } }

  /// Takes what is known at the end of a try.
  /// - Parameter complaint: Why its process did not end by itself.
  mutating func takeResult(_ result: inout FileResult, _ verdict: Verdict, _ complaint: String?) {
    if let complaint { outputs.errors.write("sockplay: \(TerminalEscape.text(complaint))\n") }
    var bytes: [UInt8] = []
    told?.read { bytes += $0 }
    told?.close()
    told = nil
    for message in PartMessage.all(in: bytes) { result.take(message) }
    result.nanoseconds += monotonicNanoseconds() - began
    result.verdict = verdict
    if let complaint {
      let last = result.lastPlayed.map { "; the last line that was played is line \($0)" } ?? ""
      result.problems.append(.init(line: nil, title: complaint, text: complaint + last + "\n"))
    } else if verdict == .interrupted {
      result.reason = "interrupted"
    } else if result.outcome.isBad, result.problems.isEmpty {
      result.problems.append(complainedProblem)
    }
  }

  /// What was said on standard error and is no error of a line, such as that the file cannot be read.
  private var complainedProblem: FileResult.Problem {
    let said = String(text(complained).utf8.dropFirst(complainedBefore).prefix(4096)) ?? ""
    let first = said.split(separator: "\n").first.map(String.init) ?? "could not be played"
    return .init(line: nil, title: first, text: said)
  }

  private func text(_ file: MemoryFile) -> String {
    var bytes: [UInt8] = []
    file.read { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Shows what was written.
  func show(_ output: Output, _ errors: Output) {
    written.read { output.write($0) }
    complained.read { errors.write($0) }
    written.close()
    complained.close()
  }
}
