import Commands
import Reports
import Runner
import SessionLanguage

/// `sockplay replay` and `sockplay check`: each file with handles of its own.
struct FilePlay {
  let stage: Stage
  let audience: any Audience

  init(_ stage: Stage, audience: any Audience) {
    self.stage = stage
    self.audience = audience
  }

  /// Plays FILES one after the other. Returns the exit code: the worst of them.
  func run(_ files: [String], saysHeld: Bool = false) -> Int32 {
    var worst = Verdict.held
    for path in files {
      let verdict = play(path)
      if saysHeld, verdict == .held { stage.output.write("ok \(Harmless.prose(path))\n") }
      if verdict.rawValue > worst.rawValue { worst = verdict }
      if verdict == .interrupted || stage.output.problem != nil { break }
    }
    return stage.exitCode(worst)
  }

  /// Only reads FILES.
  func checkSyntax(_ files: [String]) -> Int32 {
    let verdicts = files.map { loader.load($0, known: stage.common.variables.map(\.name)).verdict }
    return stage.exitCode(verdicts.max { $0.rawValue < $1.rawValue } ?? .held)
  }

  private var loader: SessionLoader { SessionLoader(audience: audience, complain: stage.complain) }

  func play(_ path: String) -> Verdict {
    let (file, verdict) = loader.load(path, known: stage.common.variables.map(\.name))
    guard let file else { return verdict }
    let session = stage.session(audience, permissions: stage.filePermissions)
    session.timeout = Stage.fileTimeout
    let console = Console(stage, session: session, source: path)
    defer {
      session.end()
      (audience as? Quiet)?.endProgress()
    }
    return console.play(file, source: path)
  }
}
