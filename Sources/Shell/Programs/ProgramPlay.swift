import Glibc
import Isolation
import Reports
import Runner
import Sockets

/// Plays a file against a program that it starts, in a process and a network of its own.
struct ProgramPlay {
  private let context: RunContext
  private let program: PlayedProgram
  /// Whether the program is a submission, and goes on after a chapter that failed.
  private let isGrading: Bool
  private let rounds: PlayRounds
  private let held: HeldProgram

  /// - Parameter path: The session file.
  init(_ context: RunContext, _ program: PlayedProgram, _ path: String, isGrading: Bool) throws(Ended) {
    (self.context, self.program, self.isGrading) = (context, program, isGrading)
    let words = isGrading ? StudentWords(context.language) : nil
    rounds = PlayRounds(path, context.partOutput.map { PartReport(path: path, output: $0, words: words) })
    do throws(IsolationFailure) { held = try HeldProgram(program, context.kernel) } catch {
      context.complain("the program cannot be held: \(error.text); \(error.help)")
      throw Ended(code: Verdict.couldNotRun.rawValue)
    }
  }

  /// - Parameters:
  ///   - saysHeld: Whether to say that it held.
  ///   - limit: How long all may take once the program is built, in milliseconds; nil for as long as it takes.
  /// - Returns: The exit code.
  func run(saysHeld: Bool, lints: Bool, limit: Int?) -> Int32 {
    defer { held.end() }
    Keyboard.leaveSuspending()
    if isGrading,
      let file = SessionLoader(
        report: context.checkReport, complain: context.complain, permissions: context.filePermissions
      ).load(
        rounds.path, known: context.common.variables.map(\.name)
      ).file
    {
      rounds.part?.plays(file)
    }
    if let fault = held.prepare() { return context.exitCode(fail(fault)) }
    if let limit { Keyboard.limitTime(milliseconds: limit) }
    var worst = Verdict.held
    repeat {
      let verdict = playRound(saysHeld: saysHeld, lints: lints)
      // What was played before that is no mark either.
      if isGrading, verdict == .skipped { return context.exitCode(verdict) }
      worst = max(worst, verdict)
    } while isGrading && !isOver && rounds.goesOn
    return context.exitCode(worst)
  }

  private var isOver: Bool { Keyboard.now.interrupts != 0 || Keyboard.now.isOver }

  /// Starts the program, and plays the file until a line fails.
  private func playRound(saysHeld: Bool, lints: Bool) -> Verdict {
    if let fault = held.start() {
      rounds.end(.checkFailed)
      rounds.giveUp()
      return fail(fault)
    }
    let look = FailureLook(held, program.ready), isFirst = rounds.isFirst
    rounds.look = look
    let play = FilePlay(context, rounds: rounds)
    let verdict = Verdict(rawValue: play.run([rounds.path], saysHeld: saysHeld, lints: lints)) ?? .couldNotRun
    rounds.end(verdict)
    defer { held.stop() }
    if isGrading, verdict != .held, !isOver, let refusal = look.refusal, !refusal.mayBeOfProgram,
      isFirst || refusal.diagnostic.isUnmet
    {
      rounds.giveUp()
      rounds.part?.cannotBeGraded(refusal.diagnostic, refusal.place)
      return .skipped
    }
    if verdict == .checkFailed || verdict == .couldNotRun { tellEnd(look) }
    return isGrading && (verdict == .couldNotRun || verdict == .skipped) && !isOver ? .checkFailed : verdict
  }

  /// Says what became of the program.
  private func tellEnd(_ look: FailureLook) {
    let (fault, output) = look.result
    if fault != .stillRan || !isGrading { tell(fault, output, line: rounds.line) }
  }

  private func fail(_ fault: ProgramFault) -> Verdict {
    guard !isOver else { return .interrupted }
    tell(fault, held.output, line: 0)
    return .checkFailed
  }

  private func tell(_ fault: ProgramFault, _ output: [UInt8], line: Int) {
    rounds.part?.tell(fault, output: output, line: line)
    guard !isGrading else { return }
    context.complain("\(program.run): \(fault.sentence(context.language))")
    context.errors.write(ProgramOutput.text(output, context.language))
  }
}
