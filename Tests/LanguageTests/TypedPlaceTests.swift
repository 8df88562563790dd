@testable import SessionLanguage
import Testing

/// An error of the line that is meant, where it is in the line as typed.
@Suite struct TypedPlaceTests {
  @Test(
    arguments: [
      ("listen(s, SOMAXCONN)", "listen s 4096", 7..<8, 7..<8), ("se a x DONTWAIT", "send a x DONTWAIT", 9..<17, 7..<15),
      ("poll cli POLLIN,POLLOUT 0", "poll cli:POLLIN POLLOUT 0", 16..<23, 16..<23),
      ("close(a);", "close a", 7..<8, 9..<10), ("send a one two", "send a \"one two\"", 7..<16, nil),
    ] as [(String, String, Span, Span?)])
  func theCaretsAreUnderWhatWasTyped(_ typed: String, _ meant: String, _ span: Span, _ place: Span?) {
    let error = Diagnostic("wrong", at: span).on(Array(meant.utf8)).asTyped(Array(typed.utf8))
    #expect(error.span == place && error.line == nil)
    #expect(error.notes.last == Diagnostic.Note("meant", meant))
  }

  @Test func aLineThatWasEditedIsShownItself() {
    let error = Diagnostic("wrong", at: 0..<1).onEdited(Array("b".utf8))
    #expect(error.asTyped(Array("a".utf8)) == error)
    #expect(Diagnostic("wrong").asTyped(Array("a".utf8)) == Diagnostic("wrong"))
  }
}
