import Commands
import Handles
import Reports
import Runner
import SessionLanguage
import Sockets

/// Loads session files.
struct SessionLoader {
  let report: any Report
  let complain: (String) -> Void
  /// What the files may do.
  let permissions: Permissions

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
      try FileBytes.read(
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
      let own = SessionLibrary.path(of: path).map { "; the one that comes with sockplay is \($0)" }
      complain("cannot read \(path): \(error.text)\(own ?? "")")
      return (nil, .couldNotRun)
    }
    var (file, problems) = reader.finish()
    if problems.isEmpty { problems = problemsBefore(&file, path, known) }
    show(problems, of: file, path)
    return problems.isEmpty ? (file, .held) : (nil, .unreadable)
  }

  /// Reads the files that `file` includes, and looks at all lines before any runs.
  func problemsBefore(_ file: inout SessionFile, _ path: String, _ known: some Sequence<String>)
    -> [SessionFile.Problem]
  {
    guard !file.inclusions.isEmpty else { return Preflight.problems(of: file, known: known) }
    var inclusions = Inclusions(of: path, permissions: permissions)
    inclusions.read(for: &file)
    return inclusions.problems.isEmpty ? Preflight.problems(of: file, known: known) : inclusions.problems
  }

  /// Shows the problems of the file at `path`.
  func show(_ problems: [SessionFile.Problem], of file: SessionFile, _ path: String) {
    for problem in problems.prefix(Self.shown) { show(problem, of: file, path) }
    if problems.count > Self.shown { complain("\(path) has \(problems.count - Self.shown) more problems") }
  }

  private func show(_ problem: SessionFile.Problem, of file: SessionFile, _ path: String) {
    let index = problem.number - 1
    let (file, path) = problem.source.map { ($0.file, $0.path) } ?? (file, path)
    let line = index < file.count ? file.text(index) : []
    var diagnostic = problem.diagnostic
    if let trail = problem.source?.trail { diagnostic = diagnostic.with("from", "\(trail) includes \(path)") }
    report.take(.refusal(diagnostic, at: Place(source: path, number: problem.number), line: line[...]))
  }
}
