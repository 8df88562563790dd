import Runner
import SessionLanguage
import Text

/// The text of a session that is made of what another program has written.
struct ImportedText {
  private var lines: [[UInt8]] = [Array(Keyword.header.utf8)]
  /// Of which line of the log each line is; nil for those that are of none.
  private var sources: [Int?] = [nil]
  /// The variables, which come before the first command.
  private var variables: [(name: String, value: String)] = []

  mutating func heading(_ english: String, korean: String) {
    add("## \(english)")
    add("##ko \(korean)")
  }

  mutating func prose(_ english: String, korean: String) {
    add("# \(english)")
    add("#ko \(korean)")
  }

  mutating func blank() { add("") }

  mutating func add(_ line: String, source: Int? = nil) {
    lines.append(Array(line.utf8))
    sources.append(source)
  }

  /// The whole text in columns. A line that no session can have is prose, which says why.
  func finished() -> [UInt8] {
    var lines = lines
    // A line that is taken out may have made a name that others need.
    for _ in 0..<8 {
      let (file, problems) = SessionFile.read(Array(lines.joined(separator: [0x0a])) + [0x0a])
      let all = problems.isEmpty ? Preflight.problems(of: file, known: [String]()) : problems
      if all.isEmpty { return file.laidOut().text }
      for problem in all where lines.indices.contains(problem.number - 1) {
        lines[problem.number - 1] = Self.leftOut(lines[problem.number - 1], sources[problem.number - 1], problem)
      }
    }
    return Array("\(Keyword.header)\n".utf8)
  }

  private static func leftOut(_ line: [UInt8], _ source: Int?, _ problem: SessionFile.Problem) -> [UInt8] {
    let place = source.map { " (line \($0) of the log)" } ?? ""
    let text = Literal.visible(String(decoding: line.prefix(200), as: UTF8.self))
    return Array("# Left out\(place): \(text): \(Literal.visible(problem.diagnostic.title))".utf8)
  }
}
