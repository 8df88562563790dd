import Foundation
@testable import Reports
import Runner
import SessionLanguage
import Sockets
import Support
import Text
import Testing

@Suite struct JSONTests {
  private func drawn() throws -> String {
    try Samples.written { output in
      let report = JSONReport(output: output)
      report.take(.note(.heading("Title", .english)))
      report.take(.note(.prose("\"quoted\" \\ 안녕 \u{1f642}", .english)))
      for step in Samples.all where step.line.count < 40 && !step.line.elementsEqual("send cli fill:8M".utf8) {
        report.take(.step(step))
      }
      report.take(.event(Event(Samples.change("cli", Samples.seen(.finWait1), Samples.seen(.finWait2), fd: -1))))
      report.take(.returned(Exchange(call: Samples.recv, answer: Answer(result: 5)), began: 0, job: "conn"))
      report.take(.blocked(Samples.recv, forecast: "nothing unread"))
      report.take(
        .refusal(
          Diagnostic("unknown command: bnd", at: 0..<3, label: "did you mean bind?", help: "help"), at: .prompt,
          line: []))
    }
  }

  @Test func linesLookAsTheyDid() throws { try Golden.expect(drawn(), "steps.json") }

  @Test func everyLineIsOneObjectWithAType() throws {
    let lines = try drawn().split(separator: "\n")
    #expect(lines.count > 20)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["type"] is String, "\(line)")
    }
  }

  @Test func noControlComesOutRaw() throws {
    #expect(try drawn().unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
  }

  @Test func aRowIsAnObject() {
    let row: Row = [
      "option": .text("SO_LINGER"), "value": .row(["on": .boolean(true), "seconds": .number(-5)]), "errno": .none,
    ]
    var text = TextBuffer()
    row.json.write(to: &text)
    #expect(text.string == #"{"option":"SO_LINGER","value":{"on":true,"seconds":-5},"errno":null}"#)
  }

  /// Data come out in pieces: of many bytes, and whatever characters a piece ends in.
  @Test func muchDataAreReadBackAndDrainedInPieces() throws {
    var random = SeededGenerator(seed: 8)
    let kinds: [[UInt8]] = [
      Array("x".utf8), Array("\"\\{\u{1b}".utf8), Array("안녕".utf8), [0xff, 0], Array("a\u{301}".utf8),
    ]
    let data =
      Array((0..<60_000).map { _ in kinds.randomElement(using: &random)! }.joined())
      + Array(repeating: 0x78, count: 100_000)
    var text = TextBuffer(), drained: [UInt8] = [], largest = 0
    JSON.data(data[...]).write(to: &text) { text in
      largest = max(largest, text.bytes.count)
      if text.bytes.count > 1000 {
        drained += text.bytes
        text.removeAll()
      }
    }
    drained += text.bytes
    #expect(largest < 64 << 10)
    let object = try JSONSerialization.jsonObject(with: Data(drained)) as? [String: Any]
    #expect(object?["bytes"] as? Int == data.count)
    #expect(object?["literal"] as? String == Literal.text(data))
    #expect(object?["hex"] as? String == data.map(\.hexDigits).joined())
  }

  @Test func anyTextIsReadBack() throws {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<300 {
      let scalars = (0..<Int.random(in: 0...20, using: &random)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2ff, using: &random))
      }
      let value = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
      var text = TextBuffer()
      JSON.list([.text(value), .number(Int.min), .bool(true), .null, .decimal(0.001)]).write(to: &text)
      let list = try JSONSerialization.jsonObject(with: Data(text.string.utf8)) as? [Any]
      #expect((list?[0] as? String).map { Array($0.unicodeScalars) } == Array(value.unicodeScalars))
      #expect(list?[1] as? Int == Int.min)
    }
  }
}
