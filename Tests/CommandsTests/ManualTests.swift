@testable import Commands
import Support
import Testing

@Suite struct ManualTests {
  @Test func theOverviewNamesEveryCommandOnce() {
    for command in Command.all {
      #expect(Manual.overview.filter { $0.hasPrefix("  \(command.name) ") && $0.hasSuffix(command.summary) }.count == 1, "\(command.name)")
    }
    for line in Manual.overview { #expect(line.count <= 80, "a terminal of 80 columns would break \(line)") }
    for group in Command.Group.allCases { #expect(Manual.overview.contains(group.rawValue)) }
  }

  @Test func aPageHoldsTheWholeDeclaration() {
    for command in Command.all {
      let page = Manual.page(command).joined(separator: "\n")
      #expect(page.hasPrefix(command.synopsis))
      for text in [command.summary] + command.examples { #expect(page.contains(text)) }
    }
  }

  @Test func helpFindsCommandsByAPrefixAndTopics() throws {
    let play = Play()
    #expect(try play.run("help li").report.first == "listen HANDLE [BACKLOG]")
    #expect(try play.run("help data").report == Topic.all.first { $0.name == "data" }!.lines)
    #expect(throws: (any Error).self) { try play.run("help nonsense") }
  }

  @Test func columnsAlign() {
    #expect(Columns.align([["a", "bb"], ["ccc", "d"]]) == ["a    bb", "ccc  d"])
    #expect(Columns.align([]) == [])
  }
}
