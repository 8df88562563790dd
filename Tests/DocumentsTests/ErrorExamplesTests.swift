import Commands
import Foundation
import Support
import Testing

/// Examples of errors that need a sockplay that was started in a certain way.
@Suite(.waits) struct ErrorExamplesTests {
  private static let shown = ErrorPage.all.flatMap { page in
    page.errors.filter {
      $0.start != nil || $0.example.first == "@isolated" && Namespace.isPossible(for: $0.example)
    }.map { (call: page.calls[0], command: page.commands[0], error: $0) }
  }

  @Test(arguments: shown.map { "\($0.call) \($0.error.symbol)" }, ["replay", "check"])
  func whereItIsStartedSoTheExampleEndsInItsErrno(name: String, how: String) throws {
    let (_, command, error) = try #require(Self.shown.first { "\($0.call) \($0.error.symbol)" == name })
    #expect(error.example.last!.hasPrefix(command) && error.example.last!.hasSuffix(" \(error.ending)"))
    try Scratch.folder { folder in
      try Data((["sockplay 1"] + error.example).text.utf8).write(to: folder.appendingPathComponent("a.session"))
      let path = Program.products.path + ":/usr/bin:/bin"
      let ended = try Program.run(
        ["-c", "\(error.start ?? "sockplay") \(how) a.session"], of: "/bin/sh", environment: ["PATH": path],
        folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
      if how == "replay" { #expect(ended.output.contains(" \(error.symbol) (")) }
    }
  }
}
