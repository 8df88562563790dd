import ArgumentParser
import Runner

/// Whether the session is shown to browsers while it goes on.
struct ViewOptions: ParsableArguments {
  @Flag(
    help: "At a terminal, show the session to browsers of this machine as a page that grows with it.")
  var view = false

  /// What the process that has started this one gives it, see `LiveView`.
  @Option(help: .hidden)
  var viewing: String?

  /// Starts what was asked for. That comes before the process moves into a network of its own, where no browser is.
  /// - Parameter source: What is played; empty at the prompt.
  func start(source: String, _ common: Common, isAtTerminal: Bool) throws -> LiveView? {
    let language = common.language ?? RunContext.localeLanguage
    if let viewing { return LiveView(given: viewing, source: source, language: language) }
    guard view else { return nil }
    guard isAtTerminal else {
      throw ValidationError("--view needs a terminal: the page is there as long as the session is")
    }
    do throws(LiveView.Problem) { return try LiveView(source: source, language: language) } catch {
      throw ValidationError("cannot show the session as a page: \(error.text)")
    }
  }
}
