import Foundation
import Testing

/// A test in a process of its own, because it counts descriptors, presses keys, or changes limits.
///
/// It is this program, started once more for that test alone. Swift Testing's exit tests are not used: the thread that
/// awaits their ends turns in a circle, and hears of none, while any other child of the process has ended and is not
/// yet waited for.
package enum SeparateProcess {
  private static let word = "SOCKPLAY_ALONE"
  /// The exit code of one that came to the end of its test.
  private static let passed: Int32 = 77

  /// Runs `body` in a process of its own. `which` tells the cases of a test apart. An isolated one is root in a network
  /// namespace of its own.
  package static func run(
    _ which: String = "", isolated isIsolated: Bool = false, location: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) throws {
    if let chosen = ProcessInfo.processInfo.environment[word] {
      guard chosen == which else { return }
      try body()
      exit(passed)
    }
    let suite = location.fileName.dropLast(".swift".count), name = Test.current!.name.prefix { $0 != "(" }
    let words =
      (isIsolated ? Namespace.ownNetwork : [])
      + [CommandLine.arguments[0], "--testing-library", "swift-testing", "--filter", "\(suite)/\(name)\\("]
    let ended = try Program.run(
      Array(words.dropFirst()), of: words[0], environment: [word: which], limit: 600)
    if ended.code != passed {
      Issue.record("it ended with \(ended.code)\n\(ended.errors)\n\(ended.output)", sourceLocation: location)
    }
  }
}
