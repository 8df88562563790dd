import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// One play of a file that `sockplay update` corrects, in a process of its own. Its text is on descriptor 0, a file in
/// memory; if a line expects something else than what came, the corrected text is there instead when the play ends.
struct UpdatePlay {
  let context: RunContext

  /// - Returns: `checkFailed` where lines were corrected, or could not be.
  func run(_ path: String) -> Verdict {
    Keyboard.leaveSuspending()
    let errors = context.checkReport
    let loader = SessionLoader(report: errors, complain: context.complain, permissions: context.filePermissions)
    let (file, verdict) = loader.load(path, known: context.common.variables.map(\.name)) {
      (reader) throws(FileProblem) in
      try FileBytes.read(0, limit: SessionLoader.limit) { reader.append($0) }
    }
    guard let file else { return verdict }
    let reports = Broadcast([])
    let session = context.session(reports, permissions: context.filePermissions)
    session.timeout = Session.fileTimeout
    session.interruptsAtStart = 0
    let update = UpdateReport(file, source: path, table: session.table, errors: errors)
    reports.add(update)
    defer {
      session.end()
      reports.end()
    }
    let console = Console(context, session: session, reports: reports, source: path)
    console.control = Skipping { update.stuck == nil && !update.mustPlayAgain }
    let played = console.judge(console.play(file, source: path))
    if played == .interrupted { return played }
    if let stuck = update.stuck { return stuck }
    if played != .checkFailed, !update.mustPlayAgain { return played }
    return write(file, update.lines) ? .checkFailed : .couldNotRun
  }

  /// Puts the corrected text in the place of the one that was read.
  ///
  /// - Returns: Whether it is there; otherwise it was said why not.
  private func write(_ file: SessionFile, _ lines: [Int: [UInt8]]) -> Bool {
    let output = Output(descriptor: 0)
    ftruncate(0, 0)
    lseek(0, 0, SEEK_SET)
    file.text(with: lines).withUnsafeBufferPointer { output.write($0) }
    if let problem = output.problem { context.complain("cannot keep the corrected text: \(problem.text)") }
    return output.problem == nil
  }
}

/// Plays on after a line that failed, as long as that is possible.
private final class Skipping: PlayControl {
  private let isPossible: () -> Bool

  init(_ isPossible: @escaping () -> Bool) { self.isPossible = isPossible }

  func resume(_ place: Place) -> Resumption? { isPossible() ? .skip : nil }
}
