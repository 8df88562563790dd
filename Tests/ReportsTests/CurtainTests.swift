import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@testable import Reports

/// What hides a play until it opens.
@Suite struct CurtainTests {
  private func shown(_ body: (Curtain) -> Void) throws -> String {
    try Samples.written { output in
      let style = Style(isColoured: false)
      let screen = ScreenReport(output: output, errors: output, style: style, width: nil, showsLines: true)
      let hidden = CheckReport(output: output, errors: output, style: style, width: nil, showsProgress: false)
      let curtain = Curtain(before: [screen], hidden: hidden)
      curtain.begin()
      body(curtain)
      curtain.end()
    }
  }

  private static var bind: Step {
    Samples.step("bind srv 127.0.0.1:0", [Samples.done(Call("bind", .descriptor(3)), 0)])
  }

  @Test func nothingIsShownUntilItOpens() throws {
    let text = try shown { curtain in
      curtain.take(.note(.heading("Hidden", .english)))
      curtain.take(.step(Self.bind))
      curtain.open()
      curtain.take(.note(.heading("Shown", .english)))
    }
    #expect(text == "Shown\n")
  }

  @Test func whatGoesWrongIsShownAnyway() throws {
    let text = try shown { curtain in
      curtain.take(.refusal(Diagnostic("it is refused"), at: .prompt, line: []))
      curtain.take(.played(PlayResult(checked: 1, held: 0)))
    }
    #expect(text.contains("error: it is refused") && text.hasSuffix("0 of 1 held\n"))
  }

  /// Otherwise the first line that is shown would seem to have done what those before it did.
  @Test func socketsAreObservedFromTheBeginning() throws {
    _ = try shown { #expect($0.wantsChanges) }
  }
}
