import Commands
import Reports
import Runner
import SessionLanguage

/// Loads session files.
struct SessionLoader {
  let report: any Report
  let complain: (String) -> Void

  /// The most bytes that a session file may have.
  static let limit = 1 << 30
  /// The most problems of one file that are shown.
  private static let shown = 20

  /// Reads the file at `path` and shows its problems. The verdict is not `held` if it cannot be played.
  /// - Parameter refusesPipes: Whether to refuse a pipe: for a path that was not typed, because no deadline would end
  ///   the wait for the pipe's writer.
  func load(_ path: String, known: some Sequence<String>, refusesPipes: Bool = false) -> (
    file: SessionFile?, verdict: Verdict
  ) {
    load(path, known: known) { (reader) throws(FileProblem) in
      try TextFile.read(
        TypedPath.bytes(of: path), limit: Self.limit, refusesPipes: refusesPipes, size: { reader.reserve($0) }
      ) {
        reader.append($0)
      }
    }
  }

  /// The same with the text of the file at `path` from elsewhere.
  func load(
    _ path: String, known: some Sequence<String>, _ read: (inout SessionReader) throws(FileProblem) -> Void
  ) -> (file: SessionFile?, verdict: Verdict) {
    var reader = SessionReader(needsHeader: true)
    do throws(FileProblem) {
      try read(&reader)
    } catch {
      complain("cannot read \(path): \(error.text)")
      return (nil, .couldNotRun)
    }
    let (file, unreadable) = reader.finish()
    let problems = unreadable.isEmpty ? Preflight.problems(of: file, known: known) : unreadable
    show(problems, of: file, path)
    return problems.isEmpty ? (file, .held) : (nil, .unreadable)
  }

  /// Shows the problems of the file at `path`.
  func show(_ problems: [SessionFile.Problem], of file: SessionFile, _ path: String) {
    for problem in problems.prefix(Self.shown) { show(problem, of: file, path) }
    if problems.count > Self.shown { complain("\(path) has \(problems.count - Self.shown) more problems") }
  }

  private func show(_ problem: SessionFile.Problem, of file: SessionFile, _ path: String) {
    let index = problem.number - 1
    let line = index < file.count ? file.text(index) : []
    report.take(.refusal(problem.diagnostic, at: Place(source: path, number: problem.number), line: line[...]))
  }
}
