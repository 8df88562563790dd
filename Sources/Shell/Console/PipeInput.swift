import Commands
import Glibc
import Handles
import Reports
import Runner
import SessionLanguage

/// Lines from a pipe, a file or the command line: no prompt, and the first line that fails ends the run.
struct PipeInput {
  private let context: RunContext

  init(_ context: RunContext) { self.context = context }

  /// Runs the lines given with -e. The user typed them, so they may do everything that the user may do at the prompt.
  func run(_ lines: [String]) -> Int32 {
    guard let console = console(.all, source: "-e") else { return Verdict.couldNotRun.rawValue }
    defer { end(console) }
    var worst = Verdict.held
    for (index, line) in lines.enumerated() {
      if !proceed(console, console.take(Array(line.utf8)[...], number: index + 1), &worst) { break }
    }
    return exitCode(console, worst)
  }

  /// Runs the lines of standard input. Their author is unknown, so they may do what a file may do.
  func run() -> Int32 {
    guard let console = console(context.filePermissions, source: "stdin") else { return Verdict.couldNotRun.rawValue }
    let session = console.session
    defer { end(console) }
    var worst = Verdict.held
    var input = LineReader(session)
    var number = 0
    var hasBegun = false
    while let line = input.next() {
      number += 1
      if !hasBegun { hasBegun = begin(with: line, session) }
      if !proceed(console, console.take(line, number: number), &worst) { break }
    }
    if let problem = input.problem {
      context.complain("cannot read the input: \(problem.text)")
      return Verdict.couldNotRun.rawValue
    }
    if session.isInterrupted { worst = .interrupted }
    return exitCode(console, worst)
  }

  /// Looks at one of the first lines: input that begins with the header of a session file gets the timeout of a file,
  /// so that it never hangs. Returns whether the line was not blank.
  private func begin(with line: ArraySlice<UInt8>, _ session: Session) -> Bool {
    switch try? Parser.parse(Array(line)).body {
    case .blank?: return false
    case .header?: session.timeout = Session.fileTimeout
    default: break
    }
    return true
  }

  /// Ctrl-C ends the play at any time, also between two lines. nil where `--capture` has no file to write to.
  private func console(_ permissions: Permissions, source: String) -> Console? {
    Keyboard.leaveSuspending()
    let reports = Broadcast(context.reports)
    reports.begin()
    let session = context.session(reports, permissions: permissions)
    session.interruptsAtStart = 0
    let console = Console(context, session: session, reports: reports, source: source)
    return console.beginCapture() ? console : nil
  }

  private func end(_ console: Console) {
    console.session.end()
    console.session.report.end()
  }

  private func proceed(_ console: Console, _ verdict: Verdict, _ worst: inout Verdict) -> Bool {
    // A call that Ctrl-C ended has failed, but not by itself.
    let verdict = console.session.isInterrupted ? .interrupted : verdict
    worst = max(worst, verdict)
    // A signal that ends the program has interrupted the call; no further line may run.
    if console.isDone || Keyboard.now.isEnding || context.output.problem != nil || verdict == .interrupted {
      return false
    }
    return verdict == .held || context.common.keepGoing
  }

  private func exitCode(_ console: Console, _ worst: Verdict) -> Int32 {
    let worst = console.judge(worst)
    let isWhole = worst == .held || context.common.keepGoing && !console.isDone && !Keyboard.now.isEnding
    guard isWhole, let keyword = console.openKeyword else { return context.exitCode(worst) }
    context.complain("the input ended inside \(keyword); end is missing")
    return context.exitCode(max(worst, .unreadable))
  }
}
