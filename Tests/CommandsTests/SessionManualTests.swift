import Testing

@testable import Commands

@Suite struct SessionManualTests {
  private static let page = SessionManual.page(version: "1.2")

  @Test func everyCommandAndTopicHasItsPlace() {
    for command in Command.all {
      #expect(Self.page.contains(".B \"\(Roff.escaped(command.synopsis).replacing("\"", with: "\\(dq"))\"\n"))
    }
    for topic in Topic.all {
      #expect(Self.page.contains(".SH \"\(topic.name.uppercased().replacing("-", with: " "))\"\n"))
    }
  }

  @Test func onlyRequestsBeginWithADot() {
    let requests: Set = [".TH", ".nh", ".ad", ".SH", ".SS", ".PP", ".TP", ".IP", ".B", ".nf", ".fi"]
    for line in Self.page.split(separator: "\n").dropFirst() {
      #expect(!line.hasPrefix("'"))
      guard line.hasPrefix("."), let word = line.split(separator: " ").first else { continue }
      #expect(requests.contains(String(word)), "\(line)")
    }
  }

  @Test func whatRoffWouldObeyIsEscaped() {
    #expect(Roff.escaped(".so /etc/passwd") == "\\&.so /etc/passwd")
    #expect(Roff.escaped("'nf") == "\\(aqnf")
    #expect(Roff.escaped(#"a\nb - "c" `d`"#) == #"a\enb \- "c" \(gad\(ga"#)
    var page = Roff("x", section: 7, version: "1")
    page.term(#"say "hi""#, "a meaning")
    #expect(page.text.hasSuffix(".TP\n.B \"say \\(dqhi\\(dq\"\na meaning\n"))
  }
}
