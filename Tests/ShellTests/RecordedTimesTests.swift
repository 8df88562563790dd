import Foundation
import Support
import Testing

/// Recordings of calls whose time is up, that of their line or their own: they hold, however busy the machine is.
@Suite(.waits) struct RecordedTimesTests {
  /// Records `lines` from a pipe, and checks the recording some times. Returns its last lines.
  private func recorded(_ lines: [String]) throws -> [Substring] {
    try Scratch.folder { folder in
      let input = (["@timeout 100ms", "record a.session"] + lines).map { $0 + "\n" }.joined()
      let run = try Program.run(["--keep-going", "--allow", "files"], input: Array(input.utf8), folder: folder)
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      try #require(text.split(separator: "\n").count > lines.count, "\(run.errors)\(text)")
      let ended = try Program.run(["check", "--jobs", "1"] + Array(repeating: "a.session", count: 10), folder: folder)
      try #require(ended.code == 0, "\(ended.errors)\n\(text)")
      return text.split(separator: "\n")
    }
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
