import Runner
import Support
import Testing

@testable import Reports

/// What one process tells another.
@Suite struct PartMessageTests {
  private static let messages: [PartMessage] = [
    .line(text: "send a \"1:x,\"\u{0}\n", runs: true), .line(text: "", runs: false), .linesLeftOut(3),
    .chapter(title: "안녕, 5:", line: 2, points: 3), .finished(chapter: 1), .played(line: 1, held: true),
    .played(line: 1, held: false),
    .entered(chapter: 0, held: true), .took(chapter: 0, nanoseconds: 12),
    .problem(line: 0, title: "a", text: "b\nc", words: ""),
    .problem(line: 7, title: "", text: "b", words: "d"), .fault(line: 7, title: "e", text: "", words: "f"),
    .skipped(reason: "x"), .leftover("y"),
  ]

  @Test func whatIsWrittenIsRead() {
    #expect(PartMessage.all(in: Self.messages.flatMap(\.bytes)) == Self.messages)
  }

  /// The process may have been killed in the middle.
  @Test func whatIsCutOffIsReadUpToThere() {
    let bytes = Self.messages.flatMap(\.bytes)
    for count in bytes.indices {
      let read = PartMessage.all(in: Array(bytes[..<count]))
      #expect(read == Array(Self.messages[..<read.count]) && read.count < Self.messages.count)
    }
  }

  @Test(arguments: ["", ":", "x", "-1:,", "1", "1:", "99999999999999999999:a,", "3:a,", "0:,", "4:1:x,,"])
  func whatIsNoMessageIsNone(_ text: String) { #expect(PartMessage.all(in: Array(text.utf8)) == []) }

  /// A crash is told before the line that failed because of it.
  @Test func aFaultComesBeforeTheProblemOfItsLine() {
    var result = FileResult(path: "a")
    for message in [
      PartMessage.problem(line: 3, title: "first", text: "", words: ""),
      .problem(line: 5, title: "wrong result", text: "", words: ""),
      .fault(line: 5, title: "crash", text: "", words: "w"),
      .fault(line: 0, title: "no build", text: "", words: ""),
    ] {
      result.take(message)
    }
    #expect(result.problems.map(\.title) == ["first", "crash", "wrong result", "no build"])
    #expect(result.problems.map(\.words) == [nil, "w", nil, nil])
  }

  @Test func numbersThatAreTooLargeChangeNothing() {
    var result = FileResult(path: "a")
    for message in [
      PartMessage.played(line: 0, held: true), .played(line: .max, held: true), .entered(chapter: -1, held: true),
      .finished(chapter: 1),
    ] {
      result.take(message)
    }
    #expect(result.lines.isEmpty && result.chapters.isEmpty)
  }
}
