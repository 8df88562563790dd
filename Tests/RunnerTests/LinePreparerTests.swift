import Runner
import SessionLanguage
import Support
import Testing

@Suite struct LinePreparerTests {
  private func line(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

  @Test func aLineThatComesAgainIsTheSame() throws {
    var lines = LinePreparer()
    let first = try lines.prepare(line("close a"))
    #expect(try lines.prepare(line("close b")) !== first)
    #expect(try lines.prepare(line("close a")) === first)
    #expect(first.statement.line == Array("close a".utf8))
  }

  @Test(arguments: [
    ("clsoe a", "unknown command: clsoe"), ("close", "HANDLE is missing"),
    ("close \"", "this quote is not closed"),
  ])
  func whatIsWrongIsToldEachTime(text: String, title: String) throws {
    var lines = LinePreparer()
    _ = try lines.prepare(line("close a"))
    for _ in 1...3 {
      let error = #expect(throws: Diagnostic.self) { try lines.prepare(line(text)) }
      #expect(error?.title == title)
    }
  }
}
