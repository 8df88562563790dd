import Commands
import Testing

@Suite struct CommandsTests {
  @Test func aNameMayBeShortened() {
    #expect(Command.matching("li").map(\.name) == ["listen"])
  }
}
