import SessionLanguage
import Support
import Testing

@testable import Imports

/// The calls of a log from their beginning to their end.
@Suite struct StraceLogTests {
  private func log(_ text: String) -> StraceLog { StraceLog(Array(text.utf8)) }

  @Test func anInterruptedCallIsOne() {
    let log = log("1 accept(3,  <unfinished ...>\n2 close(4) = 0\n1 <... accept resumed>NULL, NULL) = 5\n")
    #expect(log.calls.map(\.name) == ["accept", "close"])
    #expect(log.calls[0].arguments == "3,  NULL, NULL" && log.calls[0].number == 5)
    #expect(log.calls[0].began == 1 && log.calls[0].ended == 3 && log.lineCount == 3 && log.strange == nil)
  }

  @Test func aCallThatTheLogDoesNotEndHasNoResult() {
    let log = log("1 recv(3,  <unfinished ...>")
    #expect(log.calls[0].ended == nil && log.calls[0].number == nil)
  }

  @Test func resultsAreRead() {
    let log = log(
      "a() = -1 EAGAIN (Try again)\nb() = 0x802 (flags)\nc() = ? ERESTARTSYS (To be restarted)\nd() = 5<TCP:[1]>\n")
    #expect(log.calls.map(\.number) == [-1, 0x802, nil, 5])
    #expect(log.calls.map(\.errno) == ["EAGAIN", nil, nil, nil])
  }

  @Test func linesOfOthersAreCounted() {
    let log = log("close(3) = 0\nprose\nmore\n1 <... read resumed>) = 1\n")
    #expect(log.strangeCount == 3 && log.strange?.number == 2 && log.calls.count == 1)
    #expect(log.strange?.diagnostic.title == "line 2 of the log is not a line of strace")
    #expect(log.strange?.diagnostic.translated(to: .korean).title == "기록의 2번째 줄은 strace의 줄이 아닙니다")
  }
}
