import Foundation
import Support
import Testing

/// What a file can ask for has limits, so that nobody's machine suffers from a file that somebody sent.
@Suite(.waits) struct FileLimitTests {
  /// Checks a file of the lines. Thousands of threads take their time on a busy machine.
  private func check(_ lines: String) throws -> Program.Ended {
    try Program.run(["check", "/dev/stdin"], input: Array(("sockplay 1\n" + lines).utf8), limit: 600)
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

  /// A descriptor in a message that nobody has read is closed with the socket, and SO_LINGER makes that close wait.
  @Test func theEndOfAPlayDoesNotWaitForAMessageInFlight() throws {
    let lines = """
      sockplay 1
      @timeout 500ms
      socketpair x y unix
      socket srv tcp
      bind srv 127.0.0.1:0
      listen srv 5
      socket c tcp
      connect c {srv}
      setsockopt c SO_LINGER on 600s
      send c fill:10M MSG_DONTWAIT = *
      sendmsg x "z" SCM_RIGHTS:c
      close c

      """
    let ended = try Program.run(["check", "/dev/stdin", "/dev/null"], input: Array(lines.utf8), limit: 30)
    #expect(ended.output == "ok /dev/stdin\n", "\(ended.code) \(ended.errors)")
  }

  /// Nobody else is in a network namespace that has loopback alone.
  @Test(.enabled(if: Namespace.isPossible, "this user may not make a namespace"), arguments: [true, false])
  func aFileMayListenOnAnyAddressWhereNobodyElseIs(isAlone: Bool) throws {
    let lines = "sockplay 1\nsocket t tcp\nbind t :0\nlisten t 1\nsocket u tcp6\nlisten u 1\n"
    let link = isAlone ? "true" : "ip link add far0 type veth peer name far1"
    let words = Namespace.ownNetwork + ["/bin/sh", "-c", link + #" && exec "$0" check /dev/stdin"#, Program.sockplay]
    let ended = try Program.run(Array(words.dropFirst()), of: words[0], input: Array(lines.utf8))
    #expect(ended.code == (isAlone ? 0 : 3), "\(ended.errors)")
    #expect(isAlone || ended.errors.contains("other machines could send to 0.0.0.0:0"), "\(ended.errors)")
  }
}
