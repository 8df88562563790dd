import Support
import Testing

@Suite struct LinesTests {
  @Test func linesFromTheCommandLineRun() throws {
    let ended = try Program.run(["-e", "socket a tcp", "-e", "close a"])
    #expect(ended.code == 0)
    #expect(ended.output.contains("socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3"))
  }
}
