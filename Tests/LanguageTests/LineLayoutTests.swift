import Fuzzing
import SessionLanguage
import Testing

@Suite struct LineLayoutTests {
  private func text(_ line: String, depth: Int = 0) throws -> String {
    String(decoding: LineLayout.text(of: try Parser.parse(Array(line.utf8)), depth: depth), as: UTF8.self)
  }

  private static let blanks = String(repeating: " ", count: 50)

  @Test func resultsBeginInOneColumnAndStatesInAnother() throws {
    let line = try text("server>  bind srv 127.0.0.1:0 = 0 [srv BOUND]")
    #expect(line == "server> bind srv 127.0.0.1:0                 = 0                   [srv BOUND]")
    try #expect(text("connect a {srv} [a ESTAB]") == "connect a {srv}" + Self.blanks + "  [a ESTAB]")
    try #expect(text("accept srv within 2s") == "accept srv" + Self.blanks.dropLast(15) + "within 2s")
  }

  @Test(arguments: [
    ("recv c 64  =  6   \"a  b\"  mark   from  {cli}", "= 6 \"a  b\" mark from {cli}"),
    ("recv c 64 = /a  b/   within   2s", "= /a  b/ within 2s"),
    ("recvmmsg c 2 64 = 2 \"one\"   \"two\"...", "= 2 \"one\" \"two\"..."),
    ("recv c 64 = -1   EAGAIN", "= -1 EAGAIN"),
    ("recv c 64 = 0   EOF", "= 0 EOF"),
  ]) func oneBlankIsBetweenTheWordsOfAResult(line: String, laidOut: String) throws {
    try #expect(text(line).hasSuffix(" " + laidOut))
    try #expect(Meaning.text(of: Array(line.utf8)) == Meaning.text(of: Array(text(line).utf8)))
  }

  @Test func whatIsTooLongForItsColumnHasOneBlank() throws {
    let long = "sendto cli \"" + String(repeating: "x", count: 60) + "\" {srv}"
    try #expect(text("\(long)    =   60     [cli BOUND]") == "\(long) = 60 [cli BOUND]")
  }

  @Test func onlyTheFirstGroupHasAColumn() throws {
    let line = try text("close cli = 0   (a  remark)   [cli FIN_WAIT2]   {> FIN,ACK,  < ACK}  within 1s")
    #expect(line.hasSuffix("= 0                   (a  remark) [cli FIN_WAIT2] {> FIN,ACK,  < ACK} within 1s"))
  }

  @Test func columnsAreThoseOfAScreen() throws {
    let (wide, narrow) = (try text(#"send cli "안녕" = 6"#), try text(#"send cli "abcd" = 6"#))
    #expect(wide.count == narrow.count - 2)
  }

  @Test func blocksAreIndentedButNotWithoutEnd() throws {
    try #expect(text("close a", depth: 2) == "    close a")
    try #expect(text("\t  # prose", depth: 1) == "  # prose")
    try #expect(text("close a", depth: 100_000).count == 39)
    try #expect(text("   ", depth: 1) == "")
  }

  @Test(arguments: [
    "#   prose  with   blanks", "##ko 제목", "@let  host   = 127.0.0.1", "? a.unread  ==  3   within 1s",
    "send cli Hello   Bob", "bind(3, {AF_INET 127.0.0.1:0}, 16)   = 0", "repeat  3", "end", "> handles", "server>",
  ]) func theRestStaysAsItIs(line: String) throws {
    try #expect(text("  \(line) \t ") == line)
  }
}
