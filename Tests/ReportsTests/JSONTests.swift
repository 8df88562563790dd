import Foundation
@testable import Reports
import Runner
import SessionLanguage
import Sockets
import Support
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
