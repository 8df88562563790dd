import ArgumentParser
import Glibc
import Reports
import Runner

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Play session files quietly, and report the checks that fail.",
    discussion: """
      Several files are played side by side, each in a process of its own, and told in their order. Of a chapter (## …) \
      with a line that fails, the steps are shown.
      """)

  @OptionGroup var common: Common

  @OptionGroup var time: PlayTime

  @OptionGroup var sharing: RoleOptions

  @Flag(help: "Only read the files, and run nothing.")
  var syntax = false

  @Flag(help: "At the end of a file that held, say what is left: open descriptors, unread data, pending errors.")
  var lint = false

  @OptionGroup var suite: SuiteOptions

  @OptionGroup var reported: ReportOptions

  @Flag(help: .hidden)
  var part = false

  /// The width of the terminal on which what a part writes is shown, in columns.
  @Option(help: .hidden)
  var width: Int?

  @Argument(help: ArgumentHelp("Session files, and folders of them.", valueName: "files"))
  var files: [String]

  func validate() throws {
    if common.capture != nil, files.count > 1 || suite.retries > 0 || files.contains(where: SessionFolder.isFolder) {
      throw ValidationError("--capture takes one file that is played once")
    }
    if !sharing.roles.isEmpty, files.count > 1 || !isPlayedHere || syntax {
      throw ValidationError("--role takes one file that is played once, without reports")
    }
    if syntax, !reported.isEmpty { throw ValidationError("--syntax plays nothing that a report could tell") }
  }

  func run() throws {
    var common = common
    let share = RoleShare(sharing, &common)
    let context = try RunContext(
      common, isQuiet: true, isPart: part, partOutput: part ? StandardDescriptors.takeInput() : nil, errorWidth: width)
    time.begin()
    throw Ended(code: check(context, share))
  }

  private func check(_ context: RunContext, _ share: RoleShare?) -> Int32 {
    let all = SessionFolder.files(of: files)
    guard !all.isEmpty else {
      context.complain("no session files found in \(files.joined(separator: ", ")): their names end in .session")
      return Verdict.couldNotRun.rawValue
    }
    let found = suite.shard?.select(all) ?? all
    if syntax { return FilePlay(context).checkSyntax(found) }
    var options = PlayOptions()
    options.share = share
    if isPlayedHere {
      return FilePlay(context, options: options).run(found, saysHeld: common.forms.isEmpty && !part, lints: lint)
    }
    return checkSuite(found, context)
  }

  /// Whether one after the other is played in this process: a file alone, and pipes, which no other process could read.
  private var isPlayedHere: Bool {
    guard reported.isEmpty, suite.isPlain else { return false }
    return files.count == 1 ? !SessionFolder.isFolder(files[0]) : files.contains(where: SessionFolder.isOwn)
  }

  private func checkSuite(_ found: [String], _ context: RunContext) -> Int32 {
    if let own = files.first(where: SessionFolder.isOwn) {
      context.complain("\(own) cannot be read by another process: check it without --report-…, --retry and --shard")
      return Verdict.usage.rawValue
    }
    let reports: ReportFiles
    do throws(ReportProblem) { reports = try ReportFiles(reported, playing: found) } catch {
      context.complain(error.sentence)
      return Verdict.usage.rawValue
    }
    var play = SuiteCheck(found, context, suite, lints: lint)
    let result = play.run()
    let code = play.exitCode(isOneFile: files.count == 1 && !SessionFolder.isFolder(files[0]))
    do throws(ReportProblem) { try reports.write(result) } catch {
      context.complain(error.sentence)
      return Verdict.couldNotRun.rawValue
    }
    return code
  }
}

/// How many files are played.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Play N files at once; otherwise as many as there are processors.", valueName: "N"),
    transform: { try number($0, in: 1...SuiteCheck.mostKept) })
  var jobs: Int?

  @Option(
    name: .customLong("retry"),
    help: ArgumentHelp("Play a file that failed up to N times more. What then passes is told as such.", valueName: "N"),
    transform: { try number($0, in: 0...100) })
  var retries = 0

  @Option(
    help: ArgumentHelp("Play the K-th of N parts of the files: every N-th of their sorted paths.", valueName: "K/N"))
  var shard: Shard?

  /// Whether a file alone needs nothing of this.
  var isPlain: Bool { retries == 0 && shard == nil }

  /// At most how many files are played at once.
  var atOnce: Int { jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

private func number(_ text: String, in range: ClosedRange<Int>) throws -> Int {
  guard let number = Int(text), range.contains(number) else {
    throw ValidationError("\(text) is not a number from \(range.lowerBound) to \(range.upperBound)")
  }
  return number
}

/// One of several equal parts of all files, such as `2/3`.
struct Shard: ExpressibleByArgument {
  let number: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], (1...10_000).contains(count),
      (1...count).contains(number)
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  var text: String { "\(number)/\(count)" }

  /// Its paths, in the order that they have. Which those are depends on the names alone.
  func select(_ paths: [String]) -> [String] {
    let sorted = paths.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
    let own = sorted.enumerated().filter { $0.offset % count == number - 1 }.map(\.element)
    return own.sorted { $0.offset < $1.offset }.map(\.element)
  }
}
