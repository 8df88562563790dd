import ArgumentParser
import Glibc
import Runner

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play session files on the screen.",
    discussion: "The last line says how many of the lines that were checked held.")

  @OptionGroup var common: Common

  @OptionGroup var time: PlayTime

  @OptionGroup var sharing: RoleOptions

  @Flag(help: "At a terminal, show each line and wait: Enter runs it, ? lists what else one may do.")
  var step = false

  @Option(
    help: ArgumentHelp("Show each line, and run it after TIME, such as 1s.", valueName: "TIME"),
    transform: PlayTime.milliseconds)
  var pace: Int?

  @Option(
    help: ArgumentHelp(
      "Show the play from PLACE on, the number of a line or the beginning of a heading; lines before it run quietly.",
      valueName: "PLACE"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Stop after line LINE: at a terminal with a prompt, where continue goes on with the file.", valueName: "LINE"))
  var to: Int?

  @Flag(help: "At a terminal, open a prompt at a line that fails: look, repair, then retry or continue.")
  var fromFailure = false

  @Flag(
    help: "Ask before each call what it will return; answers come from standard input. At the end there is a score.")
  var quiz = false

  @Flag(help: "At a terminal, wait for Enter after each piece of prose, as learn does.")
  var lesson = false

  @OptionGroup var viewing: ViewOptions

  @Option(help: .hidden)
  var journal: Int32?

  @Argument(help: "Session files.", completion: .sessions)
  var files: [String]

  func validate() throws {
    let single: [(name: String, isGiven: Bool)] = [
      ("--capture", common.capture != nil), ("--from-failure", fromFailure), ("--step", step),
      ("--from", from != nil), ("--to", to != nil), ("--role", !sharing.roles.isEmpty), ("--view", viewing.view),
    ]
    if files.count > 1, let option = single.first(where: \.isGiven) {
      throw ValidationError("\(option.name) takes one file")
    }
    let manners: [(name: String, isGiven: Bool)] = [
      ("--lesson", lesson), ("--quiz", quiz), ("--from-failure", fromFailure), ("--step", step),
      ("--pace", pace != nil),
    ]
    let given = manners.filter(\.isGiven).map(\.name)
    if given.count > 1, given != ["--from-failure", "--pace"] {
      throw ValidationError("\(given[0]) and \(given[1]) exclude each other")
    }
    if quiz || lesson, !sharing.roles.isEmpty {
      throw ValidationError("\(given[0]) needs all roles in one process: leave out --role")
    }
    if let form = common.forms.first, quiz || step {
      throw ValidationError("\(quiz ? "--quiz" : "--step") shows cards: it cannot be joined with --\(form.name)")
    }
    if step, !isAtTerminal {
      throw ValidationError("--step needs a terminal, where somebody presses Enter; --pace 1s plays by itself")
    }
    if let to, to < 1 { throw ValidationError("--to takes the number of a line, from 1") }
  }

  func run() throws {
    let view = try viewing.start(source: files.first ?? "", common, isAtTerminal: isAtTerminal)
    var common = common
    let share = RoleShare(sharing, &common)
    let context = try RunContext(common, view: view)
    time.begin()
    var options = PlayOptions(from: from, to: to, pace: pace, journal: journal, isAtTerminal: isAtTerminal)
    options.share = share
    if viewing.view, let view { context.say(view.sentence) }
    let code = FilePlay(context, manner: manner, options: options).run(files)
    // The page is there as long as this process is.
    if viewing.view, code != Verdict.interrupted.rawValue {
      PauseKey.wait(context.language.text("the page stays until then", korean: "그때까지 페이지를 볼 수 있습니다"), context)
    }
    throw Ended(code: code)
  }

  private var isAtTerminal: Bool { isatty(0) == 1 && isatty(1) == 1 && common.forms.isEmpty }

  private var manner: PlayManner {
    if quiz { return .quiz }
    guard isAtTerminal else { return .plain }
    return step ? .step : fromFailure ? .promptAtFailure : lesson ? .lesson : .plain
  }
}
