import Commands
import Foundation
import Runner
import Support
import Testing

/// The reasons for the errors that `errors` shows an example of, in one file.
@Suite(.waits) struct ReasonWordingTests {
  @Test func whyEachExampleOfAnErrorFails() throws {
    let examples = ErrorPage.all.flatMap { page in
      page.errors.filter { !$0.example.isEmpty && $0.start == nil && $0.example.first != "@isolated" }.map {
        (call: page.calls[0], error: $0)
      }
    }
    let reasons = try examples.map { example -> String in
      // A look-up of a name takes its time on a busy machine.
      let play = Play(timeout: 500)
      let lines = example.error.example.filter { $0 != "end" && !$0.hasPrefix("repeat") }
      let repeats = lines.count < example.error.example.count
      var step: Step?
      for line in lines {
        for _ in 0..<(repeats && line.hasSuffix("= *") ? 5000 : 1) { step = try play.run(line) }
      }
      return "\(example.call) \(example.error.symbol)\n  \(lines.last ?? "")\n  \(step?.why ?? "-")\n"
    }
    let documented = reasons.filter { $0.contains("\n  as documented ") || $0.contains("\n  no page of the manual ") }
    #expect(documented.count * 20 <= reasons.count, "\(documented.count) of \(reasons.count)")
    // A handshake on this machine may be done by the time that the reason is made, or not.
    let ended = reasons.joined().replacing(
      "the handshake goes on by itself, and the state shows how it ends", with: "the handshake is done already")
    // Ports, sizes and names of files are others each time.
    try Golden.expect(
      ended.replacing(/:[0-9]{2,}|[0-9]{4,}|is [0-9]+|now [0-9]+|FIN_WAIT[12]/) {
        $0.output.filter { !$0.isNumber } + "N"
      }, "reasons")
  }
}
