import ArgumentParser
import Glibc
import Reports
import Runner

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Play session files quietly, and report the checks that fail.",
    discussion: """
      Several files are played side by side, each in a process of its own, and told in their order. Of a chapter (## …) \
      with a line that fails, the steps are shown. The play of a file ends after an hour, or after --timeout.
      """)

  @OptionGroup var common: Common

  @OptionGroup var time: PlayTime

  @OptionGroup var sharing: RoleOptions

  @Flag(help: "Only read the files, and run nothing.")
  var syntax = false

  @Flag(help: "At the end of a file that held, say what is left: open descriptors, unread data, pending errors.")
  var lint = false

  @Option(
    help: ArgumentHelp(
      "Start CMD first, in a network of its own, and end it afterwards. {ADDRESS} is 127.0.0.1:PORT.", valueName: "CMD")
  )
  var spawn: String?

  @OptionGroup var ready: ReadyOptions

  @OptionGroup var suite: SuiteOptions

  @OptionGroup var reported: ReportOptions

  @Flag(help: .hidden)
  var part = false

  /// The width of the terminal on which what a part writes is shown, in columns.
  @Option(help: .hidden)
  var width: Int?

  @Argument(help: ArgumentHelp("Session files, and folders of them.", valueName: "files"), completion: .file())
  var files: [String]

  func validate() throws {
    if common.capture != nil, files.count > 1 || suite.retries > 0 || files.contains(where: SessionFolder.isFolder) {
      throw ValidationError("--capture takes one file that is played once")
    }
    if !sharing.roles.isEmpty, files.count > 1 || !isPlayedHere || syntax || spawn != nil {
      throw ValidationError("--role takes one file that is played once, without reports and without --spawn")
    }
    if (spawn == nil) != (ready.ready == nil) {
      throw ValidationError("\(spawn == nil ? "--spawn" : "--ready") is missing: --spawn 'CMD' --ready PORT")
    }
    if syntax, !reported.isEmpty { throw ValidationError("--syntax plays nothing, so there is nothing to report") }
  }

  func run() throws {
    var common = options
    let share = RoleShare(sharing, &common)
    let context = try RunContext(
      common, isQuiet: true, isPart: part, partOutput: part ? StandardDescriptors.takeInput() : nil, errorWidth: width)
    time.begin(most: isPlayedHere ? PlayTime.mostOfACheck : nil)
    guard let program, !syntax, isPlayedHere else { throw Ended(code: check(context, share)) }
    let play = try ProgramPlay(context, program, files[0], isGrading: false)
    throw Ended(code: play.run(saysHeld: common.forms.isEmpty && !part, lints: lint, limit: nil))
  }

  /// What is started first.
  private var program: PlayedProgram? {
    guard let spawn, let port = ready.ready else { return nil }
    return PlayedProgram(run: spawn, ready: port, readyTimeout: ready.readyWithin)
  }

  private var options: Common {
    guard let program else { return common }
    var options = program.common(common)
    options.isolated = common.isolated || isPlayedHere && !syntax
    return options
  }

  /// What begins the command line of the process of a file.
  private var partWords: [String] {
    ["check", "--part"] + (spawn.map { ["--spawn=\($0)"] + ready.words } ?? [])
  }

  private func check(_ context: RunContext, _ share: RoleShare?) -> Int32 {
    let all = SessionFolder.files(of: files)
    guard !all.isEmpty else {
      SessionFolder.complain(ofNoneIn: files, context)
      return Verdict.couldNotRun.rawValue
    }
    let found = suite.shard?.select(all) ?? all
    if syntax { return FilePlay(context).checkSyntax(found) }
    var options = PlayOptions()
    options.share = share
    if isPlayedHere {
      return FilePlay(context, options: options).run(found, saysHeld: common.forms.isEmpty && !part, lints: lint)
    }
    return checkSuite(all, found, context)
  }

  /// Whether one after the other is played in this process: a file alone, and pipes, which no other process could read.
  private var isPlayedHere: Bool {
    guard reported.isEmpty, suite.isPlain else { return false }
    if files.count == 1 { return !SessionFolder.isFolder(files[0]) }
    return spawn == nil && files.contains(where: SessionFolder.isOwn)
  }

  /// - Parameter found: Those of `all` that are played.
  private func checkSuite(_ all: [String], _ found: [String], _ context: RunContext) -> Int32 {
    if let own = files.first(where: SessionFolder.isOwn) {
      context.complain("\(own) cannot be read by another process: check it without --report-…, --retry and --shard")
      return Verdict.usage.rawValue
    }
    let reports: ReportFiles
    do throws(ReportProblem) { reports = try ReportFiles(reported, playing: found) } catch {
      context.complain(error.sentence)
      return Verdict.usage.rawValue
    }
    var play = SuiteCheck(all, context, suite, lints: lint, part: partWords)
    let result = play.run()
    let code = play.exitCode(isOneFile: files.count == 1 && !SessionFolder.isFolder(files[0]))
    do throws(ReportProblem) { try reports.write(result) } catch {
      context.complain(error.sentence)
      return Verdict.couldNotRun.rawValue
    }
    return code
  }
}
