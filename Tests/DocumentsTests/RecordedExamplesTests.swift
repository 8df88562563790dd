import Commands
import Foundation
import Support
import Testing

/// What a recording makes of each command, from the examples that it declares.
@Suite(.waits) struct RecordedExamplesTests {
  /// What the examples did, recorded, plays again and holds.
  @Test(arguments: Command.all.filter { !$0.examples.isEmpty && Namespace.isPossible(for: $0.examples) }.map(\.name))
  func theRecordedExamplesOfACommandHold(_ name: String) throws {
    let command = try #require(Command.matching(name).first)
    try Scratch.folder { folder in
      let lines = ["record examples.session"] + command.examples + ["record off"]
      let played = try Program.run(lines.flatMap { ["-e", $0] }, folder: folder)
      #expect(played.code == 0, "\(played.errors)")
      let text = try String(contentsOf: folder.appendingPathComponent("examples.session"), encoding: .utf8)
      let checked = try Program.run(
        ["check", "--allow", "processes", "--allow", "programs", "examples.session"], folder: folder)
      #expect(checked.code == 0, "\(text)\n\(checked.errors)")
      if command.makesCall { #expect(text.contains(" = "), "nothing of it was recorded: \(text)") }
    }
  }
}
