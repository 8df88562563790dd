import Support
import Testing

@testable import Imports

/// Lines of strace, in every form that its options give them.
@Suite struct StraceLineTests {
  private func read(_ line: String) throws -> StraceLine { try StraceLine(Array(line.utf8)[...]) }

  private static let call = StraceLine.Kind.call(name: "close", arguments: "3", result: "0")

  @Test(arguments: [
    "close(3) = 0", "12  close(3)                          = 0", "[pid    12] close(3) = 0",
    "[pid 12] 01:02:03 close(3) = 0",
    "12 01:02:03.123456 close(3) = 0 <0.000013>", "12 1796003834.412096 close(3) = 0", "     0.000046 close(3) = 0",
    "12      0.000000 (+     0.000046) close(3) = 0\r", "close(3<TCP:[127.0.0.1:1->127.0.0.1:2]>) = 0",
    "close(3</tmp/a<b>>) = 0", "close(3 /* the socket */) = 0",
    "12<python3> close(3) = 0", "[pid 12<a b>] 01:02:03 close(3) = 0", "[   3] close(3) = 0",
    "[00007f1c2a3b4c5d] close(3) = 0", "12 01:02:03 [   3] [????????????????] close(3) = 0",
  ]) func aCallIsReadInEveryForm(line: String) throws {
    #expect(try read(line).kind == Self.call)
  }

  @Test(arguments: [
    ("close(3) = 0", 0), ("12  close(3) = 0", 12), ("[pid    13] close(3) = 0", 13), ("14<sh> close(3) = 0", 14),
    ("[   3] close(3) = 0", 0),
    ("[pid 15<sh>] close(3) = 0", 15), ("01:02:03 close(3) = 0", 0),
    ("0.000046 close(3) = 0", 0), ("99999999999999999999 close(3) = 0", 0),
  ]) func theThreadIsRead(line: String, pid: Int) throws {
    let read = try? read(line)
    #expect(read.map(\.pid) == pid || pid == 0)
  }

  @Test(arguments: [
    "", "strace: Process 12 attached", "Process 12 detached", "--- SIGCHLD {si_signo=SIGCHLD} ---",
    "+++ exited with 0 +++",
    "12  1796003834.412096 +++ exited with 0 +++", "[pid 12] +++ killed by SIGKILL +++",
  ]) func whatIsNoCallIsPassedOver(line: String) throws { #expect(try read(line).kind == .other) }

  @Test func interruptedLinesAreTheirParts() throws {
    #expect(
      try read("12  accept4(3,  <unfinished ...>").kind == .unfinished(name: "accept4", arguments: "3,  "))
    #expect(try read("12  <... accept4 resumed>NULL) = 4").kind == .resumed(name: "accept4", rest: "NULL) = 4"))
  }

  /// Brackets and equals signs in data are data.
  @Test func quotedTextStaysAsItIs() throws {
    #expect(
      try read(#"send(3, ") = 1 \" <unfinished ...", 9, 0) = 9"#).kind
        == .call(name: "send", arguments: #"3, ") = 1 \" <unfinished ...", 9, 0"#, result: "9"))
  }

  /// `{srv}` in data is no substitution of the session.
  @Test func bracesInDataAreEscaped() throws {
    #expect(
      try read(#"send(3, "{srv}", 5, 0) = 5"#).kind
        == .call(name: "send", arguments: #"3, "\{srv}", 5, 0"#, result: "5"))
  }

  @Test(arguments: [
    ("this is prose", "( is missing after this"), ("?", "the name of a system call is missing"),
    ("close(3", "the call is not closed with )"), ("close)3(", "( is missing after close"),
    ("close(3]) = 0", "the call is not closed with )"), ("<... close", "resumed> is missing"),
  ]) func whatIsNoLineOfStraceSaysSo(line: String, why: String) {
    #expect { try self.read(line) } throws: { ($0 as? StraceLine.Problem)?.text == why }
  }
}
