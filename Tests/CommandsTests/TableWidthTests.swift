import Glibc
import Runner
import Support
import Testing
import Text

/// On a terminal of 80 columns no row of a table goes on in the next line, whatever is in it.
@Suite(.waits) struct TableWidthTests {
  /// The name is another one each time: tests run at once.
  private static var lines: [String] {
    OpeningLines.connecting + [
      "socket six udp6", "bind six [::1]:0", "socket u unix-dgram",
      "bind u unix:@\(UInt32.random(in: 0...(.max)))-is-a-name-that-needs-more-columns-than-there-are-on-a-terminal-0123456789",
    ]
  }

  @Test(arguments: [
    "handles", "state cli", "state six", "state u", "fds", "fds {pid}", "options cli", "options u", "options six",
    "interfaces", "routes", "sockets", "sockets unix", "netstat -t", "ss -ua", "tcpinfo cli", "sysctl", "errors",
    "errors bind", "errors ECONNRESET", "errors send", "sockaddr [2001:db8:1234:5678:9abc:def0:1234:5678]:65535",
    "sockaddr unix:@a-name-that-is-long-enough-to-need-more-columns-than-there-are-on-a-terminal", "help kinds",
    "help control", "help fields", "help EINVAL",
  ]) func everyRowIsOneLine(line: String) throws {
    let play = try Play(Self.lines)
    play.table.set("pid", to: "\(getpid())")
    let tables = tables(try play.run(line))
    #expect(!tables.isEmpty || line == "routes")
    for table in tables {
      let shown = table.lines(width: 80)
      #expect(shown.allSatisfy { DisplayWidth.of($0) <= 80 }, "\(shown)")
      #expect(shown.count - table.lines.count == (shown.last?.hasPrefix("(a wider terminal ") == true ? 1 : 0))
    }
  }

  private func tables(_ step: Step) -> [Table] {
    step.report.parts.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  /// An IPv6 address keeps its port, and a program its number.
  @Test func whatTellsRowsApartStays() throws {
    let play = try Play(["socket a udp6", "bind a [::1]:0", "connect a {a}"])
    let port = try #require(play.table.find("a")?.endpoints.local?.port)
    let step = try play.run("sockets a")
    let table = try #require(tables(step).first)
    #expect(table.lines(width: 80)[1].contains("]:\(port)"))
    #expect(table.lines(width: 80)[0].contains("  PROCESS "))
    let handles = try Play(OpeningLines.connected).run("handles")
    let list = try #require(tables(handles).first)
    #expect(list.lines(width: 80)[0].contains(#/  READY  QUEUE  UNREAD  LOCAL +PEER/#))
  }

  /// Into a pipe every cell is whole.
  @Test func intoAPipeNothingIsCut() throws {
    let lines = Self.lines + ["handles", "options cli KEEP", "state u", "sockets six", "help kinds"]
    let ended = try Program.run(lines.flatMap { ["-e", $0] })
    #expect(ended.code == 0 && !ended.output.contains("…"), "\(ended.errors)")
    #expect(ended.output.contains("more-columns-than-there-are-on-a-terminal-0123456789"))
  }
}
