import Support
import Testing

@testable import Reports

/// The moment in an answer of HTTP, which is another whenever the recording is played.
@Suite struct RecordedDateTests {
  private static let opening = ["socketpair a b unix"]
  private static let answer =
    #"send a "HTTP/1.1 200 OK\r\nDate: Mon, 30 Nov 2026 19:22:33 GMT\r\nServer: x\r\n\r\nHello""#

  private func received(_ lines: [String], of sent: String = Self.answer) throws -> [String] {
    try recorded(Self.opening + [sent] + lines).filter { $0.hasPrefix("recv") }
  }

  @Test func theDataAreWrittenUpToIt() throws {
    #expect(
      try received(["recv b MSG_PEEK", "recvall b 72"]) == [
        #"recv b 4096 MSG_PEEK = 72 "HTTP/1.1 200 OK\r\nDate: "..."#,
        #"recvall b 72 = 72 "HTTP/1.1 200 OK\r\nDate: "... count"#,
      ])
  }

  @Test func oneThatIsCutIsNotInsistedOn() throws {
    #expect(
      try received(["recv b 30", "recv b 4", "recv b"]) == [
        #"recv b 30 = 30 "HTTP/1.1 200 OK\r\nDate: "..."#, "recv b 4 = 4 /^.{4}/",
        #"recv b = 38 /^.{18}\r\nServer: x\r\n\r\nHello/"#,
      ])
    #expect(
      try received(["recv b 19", "recv b 6", "recv b"]) == [
        #"recv b 19 = 19 "HTTP/1.1 200 OK\r\nDa""#, #"recv b 6 = 6 "te: "..."#,
        #"recv b = 47 /^.{27}\r\nServer: x\r\n\r\nHello/"#,
      ])
  }

  @Test func whatOnlyLooksLikeOneIsWritten() throws {
    let sent = #"send a "Update: Mon, 30 Nov 2026 19:22:33 GMT\nDate: today\n""#
    #expect(
      try received(["recv b"], of: sent) == [#"recv b = 50 "Update: Mon, 30 Nov 2026 19:22:33 GMT\nDate: today\n""#])
  }
}
