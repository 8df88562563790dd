import Foundation
import Support
import Testing

/// Recordings of calls whose time is up, that of their line or their own: they hold, however busy the machine is.
@Suite(.waits) struct RecordedTimesTests {
  /// Records `lines` from a pipe, and checks the recording some times. Returns its last lines.
  private func recorded(_ lines: [String]) throws -> [Substring] {
    try Recording.of(lines, after: ["@timeout 100ms"], times: 10)
  }

  private static let listener = ["socket s udp", "bind s 127.0.0.1:0"]
  private static let impatient = listener + ["setsockopt s SO_RCVTIMEO 20ms"]

  /// A call that is collected too early goes on, and one that `fg` has given up is over.
  @Test(arguments: [("wait s", "= timeout"), ("fg s", "= timeout"), ("recv s 9", "= timeout")])
  func theTimeOfALine(line: String, expected: String) throws {
    let lines = try recorded(Self.listener + [line.hasPrefix("recv") ? "getsockname s" : "recv s 9 &", line])
    #expect(lines.last?.contains(expected) == true, "\(lines)")
  }

  @Test(arguments: [("wait s", "= -1 EAGAIN"), ("cancel s", "= -1"), ("fg s", "= -1 EAGAIN")])
  func theTimeOfASocket(line: String, expected: String) throws {
    let lines = try recorded(Self.impatient + ["recv s 9 &", line])
    #expect(lines.dropLast().last?.hasSuffix("= blocks") == true && lines.last?.hasSuffix(expected) == true, "\(lines)")
  }

  /// What a call had received when it was cancelled is in the socket no more.
  @Test(arguments: ["recvall b 10 &", #"recvuntil b "\n" &"#])
  func whatACancelledCallHadReceived(line: String) throws {
    let lines = try recorded(["socketpair a b unix", line, #"send a "12345""#, "sleep 20ms", "cancel b"])
    #expect(lines.last?.hasSuffix(#"= -1 EINTR "12345""#) == true, "\(lines)")
  }

  @Test func theTimeOfPoll() throws {
    let lines = try recorded(Self.listener + ["poll s 30 &", "cancel poll"])
    #expect(lines.last?.hasSuffix("= *") == true, "\(lines)")
  }
}
