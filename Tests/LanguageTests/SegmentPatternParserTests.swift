import SessionLanguage
import Support
import Testing

@Suite struct SegmentPatternParserTests {
  private func segments(_ text: String) throws -> [SegmentPattern] {
    let command = try #require(try Parser.parse(Array("connect cli {srv} \(text)".utf8)).command)
    #expect(command.words.count == 3)
    return try #require(command.expectation).segments
  }

  private func error(_ text: String) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { try segments(text) }
  }

  /// In the one form in which they are written.
  @Test(arguments: [
    "{> SYN, < SYN,ACK, > ACK}", "{> SYN}", "{...}", "{..., < RST,ACK}", "{> PSH,ACK Len=5, ...}",
    "{> ACK Len=1..1448 x2..5}", "{< SYN,ACK Seq=0 Ack=1 MSS=1460 WS=128 SACK_PERM}", "{> SYN dropped, > SYN}",
    "{> SYN dropped x3}", "{< ACK Win=0}", "{> UDP Len=4, < UDP Len=4}", "{> UDP, < ICMP port-unreachable}",
    "{< FIN,PSH,ACK Len=0..9}", "{> ACK x0..1}",
  ])
  func whatIsWrittenIsReadBack(text: String) throws {
    #expect(SegmentPattern.text(try segments(text)) == text)
    #expect(SegmentPattern.text(try segments("= 0 \(text) [cli ESTABLISHED]")) == text)
  }

  @Test(arguments: [
    ("{>SYN,<SYN,ACK,>ACK}", "{> SYN, < SYN,ACK, > ACK}"), ("{> ACK,SYN}", "{> SYN,ACK}"),
    ("{>  ACK  x1 , ... }", "{> ACK, ...}"), ("{...,...}", "{..., ...}"),
  ])
  func otherSpellingsMeanTheSame(typed: String, text: String) throws {
    #expect(SegmentPattern.text(try segments(typed)) == text)
  }

  @Test func aSubstitutionStaysOne() throws {
    let command = try #require(try Parser.parse(Array("connect cli {srv} {> SYN}".utf8)).command)
    #expect(command.words.map(\.plain) == ["connect", "cli", nil])
    #expect(command.expectation?.segmentsSpan == 18..<25)
    #expect(command.expectation?.segments.first?.span == 19..<24)
  }

  @Test(arguments: [
    ("{>}", "not a segment", 19), ("{> SYN, }", "not a segment", 26), ("{> SYN, ACK}", "not a segment", 26),
    ("{> SYNC}", "unknown flag: SYNC", 21), ("{> SYN,}", "not a segment", 25), ("{> ICMP}", "not a segment", 19),
    ("{> ACK Len}", "not a value", 25), ("{> ACK Len=}", "not a value", 25), ("{> ACK Len=5..1}", "not a value", 25),
    ("{> ACK Len=+1}", "not a value", 25), ("{> SYN SACK_PERM=1}", "not a value", 25),
    ("{> ACK len=5}", "unknown segment part: len=5", 25),
    ("{> UDP Seq=1}", "unknown segment part: Seq=1", 25),
    ("{> ACK x}", "unknown segment part: x", 25), ("{> ICMP echo-request Len=1}", nil, 39),
    ("{> ACK x9999999}", "unknown segment part: x9999999", 25), ("{> SYN", "these segments are not closed", 18),
    ("{> SYN} {> ACK}", "the segments are given twice", 26),
  ])
  func anErrorHasItsPlace(text: String, title: String?, start: Int) throws {
    let error = try error(text)
    if let title { #expect(error.title == title) }
    #expect(error.span?.lowerBound == start)
  }

  @Test func anErrorHasAnExample() throws {
    let help = try #require(try error("{> SYN, ACK}").notes.first?.text)
    #expect(help.hasPrefix("for example: {> SYN, < SYN,ACK, > ACK}"))
  }
}
