import Foundation
import Support
import Testing

/// What a file can ask for has limits, so that nobody's machine suffers from a file that somebody sent.
@Suite(.waits) struct FileLimitTests {
  /// Checks a file of the lines.
  private func check(_ lines: String) throws -> Program.Ended {
    try Program.run(["check", "/dev/stdin"], input: Array(("sockplay 1\n" + lines).utf8))
  }

  /// `let` in a loop would fill the memory.
  @Test func theVariablesOfAFileHaveAJointLimit() throws {
    let lines = """
      let x "aaaaaaaaaaaaaaaa"
      repeat 16
      let x "{x}{x}"
      end
      repeat 15000
      let y{i} "{x}"
      end

      """
    let ended = try check(lines)
    #expect(ended.code == 3)
    #expect(
      ended.errors.contains("error: the variables would take too much memory\n --> /dev/stdin:7:10\n"),
      "\(ended.errors)")
  }

  /// Each call that waits has a thread.
  @Test func theCallsThatWaitHaveALimit() throws {
    let ended = try check(
      "socketpair a b unix\nrepeat 5000\nrecv a &\nend\n")
    #expect(ended.code == 3)
    #expect(
      ended.errors.contains("error: too many calls wait") || ended.errors.contains("there is no thread for this call"),
      "\(ended.errors)")
  }
}
