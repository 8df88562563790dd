import Foundation
import Testing
import Text

/// Lessons are short, ask before they answer, and say all in English and in Korean.
@Suite struct LessonTests {
  private static let lessons = Documents.files(in: "Sessions", ending: ".session")
  private static let all = Documents.sessions + Documents.peerSessions

  /// The numbers of the course.
  @Test func theCourseHasItsLessons() {
    let numbers = Self.lessons.compactMap { $0.firstMatch(of: /Sessions\/(\d\d)-[a-z0-9-]+\.session$/) }
    #expect(numbers.count == Self.lessons.count)
    #expect(numbers.compactMap { Int($0.1) } == Array(1...42))
  }

  /// Titles begin with the number of the file.
  @Test(arguments: lessons) func aLessonBeginsWithItsTitle(_ path: String) throws {
    let lines = try Documents.text(path).components(separatedBy: "\n")
    let number = try #require(Int(path.dropFirst("Sessions/".count).prefix(2)))
    #expect(lines[0] == "sockplay 1")
    #expect(lines[1].hasPrefix("## \(number). ") && lines[2].hasPrefix("##ko \(number). "))
  }

  /// What one reader sees or types: all but blank lines and the prose of the other language.
  @Test(arguments: lessons) func aLessonIsShort(_ path: String) throws {
    let lines = try Documents.text(path).components(separatedBy: "\n")
    let seen = lines.filter { !$0.isEmpty && !$0.hasPrefix("#ko") && !$0.hasPrefix("##ko") }
    #expect((15...60).contains(seen.count), "\(seen.count) lines")
  }

  @Test(arguments: lessons) func aLessonAsksBeforeItAnswers(_ path: String) throws {
    let blocks = try Prose.blocks(path).filter { !$0.isHeading }
    for isKorean in [false, true] {
      #expect(blocks.contains { $0.isKorean == isKorean && $0.lines.joined().contains("?") })
    }
  }

  /// Each block in English is followed by one in Korean with as many lines. A heading may be the names of calls alone.
  @Test(arguments: all) func allProseIsThereInBothLanguages(_ path: String) throws {
    let blocks = try Prose.blocks(path)
    #expect(blocks.count >= 6 && blocks.count % 2 == 0)
    for index in stride(from: 0, to: blocks.count - 1, by: 2) {
      let (english, korean) = (blocks[index], blocks[index + 1])
      #expect(!english.isKorean && korean.isKorean && english.isHeading == korean.isHeading, "line \(english.line)")
      #expect(english.lines.count == korean.lines.count, "line \(english.line)")
      #expect(english.lines.allSatisfy { !isHangul($0) || $0.contains("\"") }, "line \(english.line)")
      #expect(korean.isHeading || isHangul(korean.lines.joined()), "line \(korean.line)")
    }
  }

  /// So that a terminal of 80 columns breaks no line.
  @Test(arguments: lessons + Documents.peerSessions) func proseFitsATerminal(_ path: String) throws {
    for block in try Prose.blocks(path) {
      for line in block.lines { #expect(DisplayWidth.of(line) <= 80, "line \(block.line): \(line)") }
    }
  }

  private func isHangul(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
  }
}
