import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Support
import Testing
import Text

@testable import Reports

/// Received data on a card.
@Suite struct CardDataTests {
  private func card(_ step: Step, width: Int? = nil) -> [String] {
    var text = TextBuffer()
    Card(style: Style(isColoured: false), width: width).write(step, to: &text)
    return text.string.split(separator: "\n").map(String.init)
  }

  private func received(_ data: [UInt8], width: Int? = nil) -> [String] {
    card(Samples.step("recv conn 9999", [Samples.done(Samples.recv, data.count, data: data)]), width: width)
  }

  /// The bytes that the lines of data on CARD stand for.
  private func read(_ card: [String]) throws -> [UInt8] {
    let lines = card.map { Array($0.utf8) }
    let first = try #require(lines.firstIndex { $0.starts(with: "  data  \"".utf8) })
    let data = lines[first...].prefix { $0.starts(with: "  data  \"".utf8) || $0.starts(with: "        \"".utf8) }
    return try data.flatMap { line in
      let word = try #require(try Parser.parse(Array("send a ".utf8) + line.dropFirst(8)).command).words[2]
      return try HandleTable(kernel: ScriptedKernel()).bytes(of: word)
    }
  }

  private static let answer =
    "HTTP/1.1 200 OK\r\nServer: a {server}\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>안녕</p>\n"

  @Test func anAnswerStandsThereLineByLine() throws {
    let shown = received(Array(Self.answer.utf8))
    #expect(
      shown.dropFirst() == [
        #"  data  "HTTP/1.1 200 OK\r\n""#, #"        "Server: a \{server}\r\n""#,
        #"        "Content-Type: text/html\r\n""#,
        #"        "Content-Length: 12\r\n""#, #"        "\r\n""#, #"        "<p>안녕</p>\n""#,
        "  hex    48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d … 82 more",
      ])
    #expect(try read(shown) == Array(Self.answer.utf8))
  }

  @Test func upToSixtyFourBytesStandOnOneLine() throws {
    let lines = Array(repeating: UInt8(ascii: "\n"), count: 64)
    #expect(received(lines)[1] == "  data  \"" + String(repeating: "\\n", count: 64) + "\"")
    #expect(received(Array(lines.prefix(19)) + Array(repeating: 0x78, count: 46)).count == 1 + 20 + 1)
  }

  @Test func ofLongDataTheBeginningTheEndAndTheCountAreShown() {
    let whole = received(Array(repeating: 0x78, count: 1280))
    #expect(whole.count == 3 && whole[1].hasSuffix("x\""))
    let x = { String(repeating: "x", count: $0) }
    #expect(
      received(Array(repeating: 0x78, count: 100_000)).dropFirst() == [
        "  data  \"\(x(896))\"", "        ... 98848 bytes ...", "        \"\(x(256))\"",
        "  hex    78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 … 99984 more",
      ])
    #expect(received(Array(repeating: 0x78, count: 100_000), width: 80).count == 1 + 13 + 1 + 4 + 1)
    // No character is cut.
    #expect(received(Array(String(repeating: "한", count: 500).utf8))[2] == "        ... 348 bytes ...")
  }

  @Test func ofManyLinesTheFirstAndTheLastAreShown() {
    let lines = (1...1000).map { "line \($0)" }
    for end in ["\n", ""] {
      let shown = received(Array((lines.joined(separator: "\n") + end).utf8)).dropFirst()
      let head = lines.prefix(14).map { "\"\($0)\\n\"" }
      let tail = ["997\\n", "998\\n", "999\\n", end.isEmpty ? "1000" : "1000\\n"].map { "\"line \($0)\"" }
      #expect(shown.dropLast().map { String($0.dropFirst(8)) } == head + ["... 8753 bytes ..."] + tail)
    }
  }

  @Test func anyBytesAreShownHarmlesslyAndNoneIsLost() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 1...40 {
      let data = (0..<Int.random(in: 65...4096, using: &random)).map { _ in
        UInt8.random(in: 0...5, using: &random) == 0 ? 10 : UInt8.random(in: 0...255, using: &random)
      }
      let shown = received(data)
      let begun = try read(shown)
      #expect(data.starts(with: begun) && (begun == data || shown.contains { $0.hasPrefix("        ... ") }))
      #expect(shown.joined().unicodeScalars.allSatisfy { Literal.isVisible($0) })
    }
  }

  @Test(arguments: [20, 40, 80, 100]) func noLineOfThemIsWiderThanTheScreen(width: Int) throws {
    var random = SeededGenerator(seed: 12)
    let alphabet =
      ["x", " ", "\n", "\0", "7", "é", "한", "e\u{301}", "\u{1f600}"].map { Array($0.utf8) } + [
        [0x80], [0xff], [0xed, 0x95],
      ]
    for _ in 1...60 {
      let data = (0..<Int.random(in: 0...120, using: &random)).flatMap { _ in alphabet.randomElement(using: &random)! }
      guard !data.isEmpty else { continue }
      let shown = received(data, width: width)
      #expect(try read(shown) == data)
      let lines = shown.filter { $0.hasPrefix("  data ") || $0.hasPrefix("        ") }
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(lines)")
    }
  }

  @Test func whatFollowsDataHasALineOfItsOwnWhereTheScreenIsNarrow() {
    #expect(
      received(Array("sixteen bytes of".utf8), width: 74).dropFirst().map { $0.prefix(6) } == ["  data", "  hex "])
    #expect(received(Array("sixteen bytes of".utf8), width: 75).dropFirst().map { $0.prefix(6) } == ["  data"])
  }

  /// As if each had come alone.
  @Test func theDataOfSeveralMessagesStandThereLineByLineToo() throws {
    var received = Received()
    received.details = .messages(
      [Self.answer, "short", ""].map { ReceivedMessage([Array($0.utf8)], from: Samples.client) })
    let call = Call(
      "recvmmsg", .descriptor(3), .messagesOut(MessageBuffer([200], control: 0), count: 3), .integer(3), .integer(0))
    let shown = card(
      Samples.step("recvmmsg srv 3", [Exchange(call: call, answer: Answer(result: 3, received: received))]))
    let alone = self.received(Array(Self.answer.utf8)).dropFirst()
    let first = try #require(alone.first)
    let others = [#"  2     "short"  73 68 6f 72 74"#, #"  3     ""  an empty datagram"#]
    let expected: [String] = ["  1     " + String(first.dropFirst(8))] + Array(alone.dropFirst()) + others
    #expect(Array(shown.suffix(expected.count)) == expected)
  }

  /// A datagram of which nothing was asked for need not be empty, nor is the end of a stream one.
  @Test func onlyWhatIsKnownToBeEmptyIsCalledEmpty() throws {
    let play = try Play(OpeningLines.connected + ["socket u udp", "bind u 127.0.0.1:0", #"sendto u "abc" {u}"#])
    let nothing = #"  data  ""  the call asked for nothing"#
    try #expect(card(play.run("recvfrom u 0 MSG_PEEK")).contains(nothing))
    try #expect(card(play.run("recvmsg u 0")).contains(nothing))
    try play.run(#"sendto u "" {u}"#)
    try #expect(card(play.run("recvfrom u 9")).contains(#"  data  ""  an empty datagram"#))
    try play.run("send cli abc")
    try #expect(card(play.run("recvmmsg conn 1 0 MSG_DONTWAIT")).contains(#"  1     ""  the call asked for nothing"#))
    for line in ["recv conn 3", "shutdown cli wr"] { try play.run(line) }
    try #expect(card(play.run("recvmmsg conn 1 9")).contains(#"  1     ""  the end of file"#))
  }

  @Test func ofACommandThatRepeatsCallsTheTotalShowsAll() {
    let piece = Array(("one line of it, as long as any\n" + "and a second one, which is longer\n").utf8)
    let calls = [
      Samples.done(Samples.recv, piece.count, data: piece), Samples.done(Samples.recv, 0, data: [], end: true),
    ]
    let shown = card(
      Samples.step("recvall conn", calls) {
        $0.total = Samples.done(Call("recvall", .descriptor(5), .integer(1 << 20)), piece.count, data: piece, end: true)
      })
    #expect(piece.count > 64)
    #expect(shown.filter { $0.hasSuffix("\"...") && $0.hasPrefix("  data  ") }.count == 1)
    #expect(shown.contains(#"  data  "one line of it, as long as any\n""#))
    #expect(shown.contains(#"        "and a second one, which is longer\n""#))
  }
}
