import SessionLanguage
import Support
import Testing
import Text

@testable import Commands

@Suite(.waits) struct ManualTests {
  @Test func theOverviewNamesEveryCommandOnce() {
    for command in Command.all {
      #expect(
        Manual.overview.filter { $0.hasPrefix("  \(command.name) ") && $0.hasSuffix(command.summary) }.count == 1,
        "\(command.name)")
    }
    for line in Manual.overview { #expect(line.count <= 80, "a terminal of 80 columns would break \(line)") }
    for group in Command.Group.allCases { #expect(Manual.overview.contains(group.rawValue)) }
  }

  @Test func helpListsBind() throws {
    #expect(try Program.run(["-e", "help"]).output.contains("  bind          Give a socket its local address."))
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
    #expect(try play.run("help li").listing.first == "listen HANDLE [BACKLOG]")
    #expect(try play.run("help data").listing == Topic.all.first { $0.name == "data" }!.lines)
    #expect(throws: (any Error).self) { try play.run("help nonsense") }
  }

  @Test func theLinesOfAParagraphAreOne() {
    #expect(
      Manual.paragraphs("one\ntwo\n\nthree\n  a list\n  of two\nfour") == [
        "one two", "three", "  a list", "  of two", "four",
      ])
    #expect(Manual.paragraphs("") == [])
    #expect(Manual.page(.fcntl).contains { $0.hasPrefix("    F_SETFL: ") })
  }

  @Test(arguments: ["sessions", "repeat", "end", "?", "@let", "@needs", "roles", "directives", "variables"])
  func whatStandsInSessionsIsExplained(word: String) throws {
    #expect(try Play().run("help \(word)").listing.contains { $0.hasPrefix("repeat 3 ") })
  }

  @Test func aTopicIsNoCommand() {
    let unknown = #expect(throws: Diagnostic.self) { try Command.find("data", at: 0..<4) }
    #expect(unknown?.label == "" && unknown?.notes.first?.text == "help data explains it; help lists the commands")
    let misspelt = #expect(throws: Diagnostic.self) { try Play().run("help feilds") }
    #expect(misspelt?.label == "did you mean fields?")
  }

  @Test func aFlagInThePlaceOfALengthIsExplained() throws {
    let play = Play()
    try play.run("socket u udp")
    let error = #expect(throws: Diagnostic.self) { try play.run("recv u MSG_DONTWAIT") }
    #expect(error?.notes.first?.text == "LENGTH comes before FLAGS: 4096 MSG_DONTWAIT")
  }

  @Test func columnsAlign() {
    #expect(Columns.align([["a", "bb"], ["ccc", "d"]]) == ["a    bb", "ccc  d"])
    #expect(Columns.align([]) == [])
  }
}
