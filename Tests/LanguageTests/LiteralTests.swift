@testable import SessionLanguage
import Support
import Testing

@Suite struct LiteralTests {
  private func readBack(_ literal: String) throws -> [UInt8] {
    guard case .command(let command) = try Parser.parse(Array("send a \(literal)".utf8)).body, command.words.count == 3,
      case .quoted(let bytes)? = command.words[2].segments.first, command.words[2].segments.count == 1
    else { throw Diagnostic("\(literal) is not one quoted word") }
    return bytes
  }

  @Test(arguments: [
    ("ping\r\n", #""ping\r\n""#), ("안녕", #""안녕""#), ("a\"b\\c{d}", #""a\"b\\c\{d}""#), ("\u{1b}[31m", #""\e[31m""#),
    ("\u{7}\u{8}\u{7f}", #""\a\b\x7f""#),
    ("\u{9b}2J", #""\xc2\x9b2J""#), ("\u{202e}x", #""\xe2\x80\xaex""#), ("\u{200b}", #""\xe2\x80\x8b""#),
    ("\0", #""\0""#),
    ("\u{1}2", #""\x012""#),
    ("\0" + "1", #""\x001""#), ("\0" + "9", #""\09""#),
  ])
  func whatATerminalWouldObeyIsEscaped(text: String, literal: String) { #expect(Literal.text(text.utf8) == literal) }

  @Test(
    arguments: [
      ([0xff, 0xfe], #""\xff\xfe""#), ([0x9b, 0x33], #""\x9b3""#), ([0xec, 0x95], #""\xec\x95""#),
      ([0xc0, 0x80], #""\xc0\x80""#),
    ] as [([UInt8], String)])
  func bytesThatAreNoUTF8AreEscaped(bytes: [UInt8], literal: String) { #expect(Literal.text(bytes) == literal) }

  /// Every byte at every place among plain ones: eight are looked at together.
  @Test func aByteIsEscapedWhereverItStands() {
    for byte in UInt8.min...UInt8.max {
      let alone = Literal.text([byte]).dropFirst().dropLast()
      for place in 0..<17 {
        var bytes = Array("abcdefgh~zABCDEFGH".utf8)
        bytes[place] = byte
        let plain = bytes.map { String(decoding: [$0], as: UTF8.self) }
        let expected = plain[..<place].joined() + alone + plain[(place + 1)...].joined()
        #expect(Literal.text(bytes) == "\"\(expected)\"", "byte \(byte) at \(place)")
      }
    }
  }

  /// The whole of Unicode, some thousand scalars at a time: none that a terminal obeys or hides comes out as it is.
  @Test func noScalarThatATerminalObeysOrHidesComesOutRaw() {
    let hidden: Set<Unicode.GeneralCategory> = [
      .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
    ]
    for block in stride(from: UInt32(0x80), to: 0x110000, by: 4096) {
      var bytes: [UInt8] = []
      // The first planes one by one, the rest, which is alike over long stretches, here and there.
      for value in stride(
        from: block, to: min(block + 4096, 0x110000), by: block < 0x20000 || block == 0xe0000 ? 1 : 61)
      {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let properties = scalar.properties
        if hidden.contains(properties.generalCategory) || properties.isDefaultIgnorableCodePoint {
          UTF8.encode(scalar)!.forEach { bytes.append($0) }
        }
      }
      #expect(Literal.text(bytes).utf8.allSatisfy { $0 < 0x80 }, "between \(block) and \(block + 4096)")
    }
  }

  @Test func whatIsVisibleComesOutAsItIs() {
    for text in ["é", "한글", "日本", "Ω", "🙂", "ع", "e\u{301}", "\u{a0}"] {
      #expect(Literal.text(text.utf8) == "\"\(text)\"")
    }
  }

  @Test func noByteOfAPeerComesOutAsAControl() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<3000 {
      let out = Literal.text(Noise.bytes(&random, upTo: 60))
      let isSafe = out.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
      if !isSafe { Issue.record("a control came out: \(Array(out.utf8))") }
    }
  }

  @Test func anyBytesAreReadBackAsTheyWere() throws {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max where try readBack(Literal.text([first, second])) != [first, second] {
        Issue.record("\(first) \(second) were read back as \(try readBack(Literal.text([first, second])))")
      }
    }
    var random = SeededGenerator(seed: 2)
    for _ in 0..<3000 {
      let bytes = Noise.bytes(&random, upTo: 80)
      if try readBack(Literal.text(bytes)) != bytes { Issue.record("\(bytes) did not come back") }
    }
  }
}
