import Support
import Testing

@Suite struct HelpTests {
  @Test func helpListsBind() throws {
    #expect(try Program.run(["-e", "help"]).output.contains("  bind          Give a socket its local address."))
  }
}
