import ArgumentParser
import CSockets
import Glibc
import Isolation
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// `sockplay grade`: one session file, played against the program of each submission.
struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Build and start each submission, and play a session file against it.",
    discussion: """
      A submission is a folder or a file. It is copied to a place of its own, built and started there, and played against, \
      with limits; see docs/grading.md. A chapter (## …) of the session file is a part of the homework, and @points 3 \
      says what it is worth.
      """)

  @OptionGroup var common: Common

  @Option(help: ArgumentHelp("The session file that is played against each.", valueName: "FILE"))
  var with: String

  @Option(
    help: ArgumentHelp(
      "How one is built, in its folder, by the shell. $SUBMISSION is the name of its folder or file.", valueName: "CMD")
  )
  var build: String?

  @Option(name: .customLong("run"), help: ArgumentHelp("How its server is started.", valueName: "CMD"))
  var command: String

  @OptionGroup var ready: ReadyOptions

  @OptionGroup var limits: GradeLimits

  @OptionGroup var suite: SuiteOptions

  @OptionGroup var reported: ReportOptions

  @OptionGroup var gradeReports: GradeReportOptions

  @Flag(help: .hidden)
  var part = false

  @Option(help: .hidden)
  var width: Int?

  @Option(help: .hidden)
  var hide: [String] = []

  @ArgumentParser.Argument(help: ArgumentHelp("Folders or files, one of each student.", valueName: "submissions"))
  var submissions: [String]

  func validate() throws {
    if common.keepGoing || common.isolated || common.capture != nil || !common.forms.isEmpty {
      throw ValidationError("grade takes no --keep-going, --isolated, --capture and --json")
    }
    if suite.retries > 0 { throw ValidationError("grade takes no --retry: each submission has the same chance") }
    if ready.ready == nil { throw ValidationError("--ready is missing: the port on which the server listens") }
  }

  func run() throws { throw Ended(code: part ? try playPart() : try gradeAll()) }

  private func program(_ submission: String) throws -> PlayedProgram {
    guard let port = ready.ready else { throw ValidationError("--ready is missing") }
    var program = PlayedProgram(build: build, run: command, ready: port, readyTimeout: ready.readyWithin)
    program.buildTime = limits.buildTime
    program.confinement.submission = submission
    (program.confinement.hidden, program.confinement.shared) = (hide, limits.share)
    program.confinement.limits = limits.program
    return program
  }

  // MARK: One submission

  private func playPart() throws -> Int32 {
    sockplay_end_with_parent()
    let program = try program(submissions[0])
    let context = try RunContext(
      program.common(common), isQuiet: true, isPart: true, partOutput: StandardDescriptors.takeInput(),
      errorWidth: width,
      keepsUser: true)
    let play = try ProgramPlay(context, program, with, isGrading: true)
    return play.run(saysHeld: false, lints: false, limit: limits.playTime)
  }

  // MARK: All

  private func gradeAll() throws -> Int32 {
    let submissions = SubmissionPath.distinct(submissions)
    var options = try program(with).common(common)
    options.isolated = false
    let context = try RunContext(options, isQuiet: true)
    let code = FilePlay(context).checkSyntax([with])
    guard code == 0 else { return code }
    for submission in submissions where !SubmissionPath.isLink(submission) && access(submission, R_OK) != 0 {
      context.complain("cannot read \(submission): \(Errno(errno).text)")
      return Verdict.couldNotRun.rawValue
    }
    for path in limits.share where access(path, F_OK) != 0 {
      context.complain("cannot share \(path): \(Errno(errno).text)")
      return Verdict.couldNotRun.rawValue
    }
    do throws(IsolationFailure) { try tryConfinement(context) } catch {
      context.complain("submissions cannot be held: \(error.text); \(error.help)")
      return Verdict.couldNotRun.rawValue
    }
    let reports: ReportFiles
    do throws(ReportProblem) {
      reports = try ReportFiles(
        reported, playing: submissions + [with], grades: gradeReports, of: submissions.count, context.language)
    } catch {
      context.complain(error.sentence)
      return Verdict.usage.rawValue
    }
    var play = SuiteCheck(submissions, context, suite, lints: false, part: partWords, isGrading: true)
    let result = play.run()
    if submissions.count == 1 { for problem in result.files.flatMap(\.problems) { context.errors.write(problem.text) } }
    for line in GradeTable.lines(of: result, width: RunContext.width, language: context.language) {
      context.output.write(line + "\n")
    }
    do throws(ReportProblem) { try reports.write(result) } catch {
      context.complain(error.sentence)
      return Verdict.couldNotRun.rawValue
    }
    return play.exitCode(isOneFile: false)
  }

  /// Whether programs can be held here, found out with what is harmless.
  private func tryConfinement(_ context: RunContext) throws(IsolationFailure) {
    var program = PlayedProgram(run: "true", ready: ProgramPort(number: 1, isUDP: false), readyTimeout: 0)
    program.confinement.submission = with
    let held = try HeldProgram(program, context.kernel)
    held.end()
  }

  /// What begins the command line of the process of a submission.
  private var partWords: [String] {
    var words = ["grade", "--part", "--with=\(with)", "--run=\(command)"]
    if let build { words.append("--build=\(build)") }
    // What nobody but the teacher is to see: the session file, and the folders in which the submissions lie.
    let hidden = [with] + Set(submissions.compactMap { SubmissionPath.folder(of: $0) }).sorted()
    return words + ready.words + limits.words + hidden.map { "--hide=\($0)" }
  }
}

/// What a submission may take.
struct GradeLimits: ParsableArguments {
  @Option(help: ArgumentHelp("How long its build may take (60s).", valueName: "TIME"), transform: PlayTime.milliseconds)
  var buildTime = 60_000

  @Option(
    help: ArgumentHelp("How long it may be played against, all together (60s).", valueName: "TIME"),
    transform: PlayTime.milliseconds)
  var playTime = 60_000

  @Option(
    help: ArgumentHelp("How much memory it may take (1G).", valueName: "SIZE"),
    transform: { try size($0, from: 64 << 20) })
  var memory = 1 << 30

  @Option(help: ArgumentHelp("How many processes and threads it may be (64).", valueName: "N"))
  var processes = 64

  @Option(
    help: ArgumentHelp("How much it may write to files (256M).", valueName: "SIZE"),
    transform: { try size($0, from: 1 << 20) })
  var disk = 256 << 20

  @Option(
    help: ArgumentHelp("How much it may write to its standard output and error (1M).", valueName: "SIZE"),
    transform: { try size($0, from: 1) })
  var outputLimit = 1 << 20

  @Option(
    name: .customLong("share"),
    help: ArgumentHelp(
      "A file or folder that it may read although it lies in a home or in /tmp, such as a compiler. Can be repeated.",
      valueName: "PATH"))
  var share: [String] = []

  func validate() throws {
    guard (1...10_000).contains(processes) else {
      throw ValidationError("\(processes) is not a number from 1 to 10000")
    }
  }

  var program: ProgramLimits {
    var limits = ProgramLimits()
    (limits.memory, limits.processes, limits.disk, limits.output) = (memory, processes, disk, outputLimit)
    limits.seconds = (max(buildTime, playTime) + 999) / 1000
    return limits
  }

  var words: [String] {
    ["--build-time=\(buildTime)ms", "--play-time=\(playTime)ms", "--memory=\(memory)", "--processes=\(processes)"]
      + ["--disk=\(disk)", "--output-limit=\(outputLimit)"] + share.map { "--share=\($0)" }
  }
}

private func size(_ text: String, from least: Int) throws -> Int {
  guard let size = Size.parse(text), (least...1 << 40).contains(size) else {
    throw ValidationError("\(text) is not a size from \(Size.text(least)) on, such as 512M or 2G")
  }
  return size
}
