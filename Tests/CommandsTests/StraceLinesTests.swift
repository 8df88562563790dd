import SessionLanguage
import Support
import Testing

@testable import Commands

/// Lines of a log of strace, pasted as they are.
@Suite struct StraceLinesTests {
  private func meaning(_ line: String) throws -> String {
    let names = CNames.fixed { [3: "srv", 4: "cli"][$0] }
    let statement = try Parser.parse(Array(line.utf8))
    let call = try #require(statement.call, "\(line)")
    return String(decoding: try CLine.statement(call, on: statement, names).line, as: UTF8.self)
  }

  @Test(arguments: [
    ("sendto(4, \"hi\\n\", 3, 0, NULL, 0) = 3", "send cli \"hi\\n\" = 3"),
    ("sendto(4, \"hi\", 2, MSG_NOSIGNAL, NULL, 0) = 2", "send cli \"hi\" MSG_NOSIGNAL = 2"),
    ("listen(3, 5) = 0 <0.000012>", "listen srv 5 = 0"), ("listen(3, 5)           = 0 <0.000012>", "listen srv 5 = 0"),
    ("[pid  1234] listen(3, 5) = 0", "listen srv 5 = 0"), ("12345 listen(3, 5) = 0", "listen srv 5 = 0"),
    ("12345 10:20:30.123456 listen(3, 5) = 0 <0.000012>", "listen srv 5 = 0"),
    ("1700000000.123456 listen(3, 5) = 0", "listen srv 5 = 0"), ("     0.000012 listen(3, 5) = 0", "listen srv 5 = 0"),
    (
      "10:20:30 connect(4, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0",
      "connect cli 127.0.0.1:80 = 0"
    ),
    ("shutdown(4<TCP:[127.0.0.1:5->127.0.0.1:6]>, SHUT_WR) = 0", "shutdown cli SHUT_WR = 0"),
  ])
  func theyAreRead(_ line: String, _ meant: String) throws { #expect(try meaning(line) == meant) }

  @Test(arguments: ["12345", "12345 listen srv", "[pid 1] hello", "12:x listen(3, 5)"])
  func othersAreNone(_ line: String) {
    #expect((try? Parser.parse(Array(line.utf8)))?.call == nil)
  }
}
