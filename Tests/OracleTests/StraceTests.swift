import Support
import Testing

@Suite struct StraceTests {
  @Test func straceIsInstalled() { #expect(Program.find("strace") != nil) }
}
