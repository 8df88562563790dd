import Reports
import SessionLanguage
import Text

/// Which lines of a file are shown, and which is played last.
struct PlayRange {
  /// The number of the first line that is shown.
  private(set) var from = 1
  /// The number of the last line that is played; nil if all are.
  var to: Int?

  /// Why a file does not have what was asked for.
  struct Problem: Error {
    let title: String
    var help: [String] = []
  }

  init(_ options: PlayOptions, _ file: SessionFile, _ language: Language) throws(Problem) {
    if let place = options.from { from = try Self.line(place, file, language) }
    to = options.to
    if let to { try Self.check(to, "\(to)", file) }
    if let to, to < from { throw Problem(title: "--to \(to) comes before --from, which is line \(from)") }
  }

  private static func check(_ line: Int, _ typed: String, _ file: SessionFile) throws(Problem) {
    guard !(1...max(1, file.count)).contains(line) else { return }
    throw Problem(title: "unknown line: \(typed); the file has \(Plural.count(file.count, "line"))")
  }

  /// The number of the line that `place` means: digits are a number, anything else is a heading or its beginning.
  private static func line(_ place: String, _ file: SessionFile, _ language: Language) throws(Problem) -> Int {
    if !place.isEmpty, place.utf8.allSatisfy(\.isDigit) {
      let line = Int(place) ?? .max
      try check(line, place, file)
      return line
    }
    let headings = FileHeading.all(of: file)
    let wanted = FileHeading.normal(place)
    let found =
      headings.matching { $0 == wanted } ?? headings.matching { !wanted.isEmpty && $0.hasPrefix(wanted) } ?? []
    if found.count == 1 { return found[0].line }
    if headings.isEmpty {
      throw Problem(
        title:
          "unknown heading: \(place.isEmpty ? "\"\"" : place); the file has none, and --from also takes the number of a line"
      )
    }
    if found.isEmpty {
      throw Problem(
        title: "unknown heading: \(place.isEmpty ? "\"\"" : place); these are there, each with its line:",
        help: FileHeading.list(headings, language))
    }
    throw Problem(
      title: "ambiguous heading: \(place); give more of it, or the number of the line:",
      help: FileHeading.list(found, language))
  }
}

/// A heading of a file, in all its languages.
struct FileHeading {
  /// The number of its first line.
  let line: Int
  private var texts: [(text: String, language: Language)]

  /// The most headings that an error lists.
  private static let listed = 100

  /// The headings of `file`. One that follows another of a different language at once is the same in that language.
  static func all(of file: SessionFile) -> [FileHeading] {
    var headings: [FileHeading] = []
    var last: Int?
    for index in 0..<file.count {
      guard case .heading(let text, let language) = file.statement(index).body else { continue }
      let isSame = last == index - 1 && headings.last?.texts.contains { $0.language == language } == false
      if isSame { headings[headings.count - 1].texts.append((text, language)) }
      if !isSame { headings.append(FileHeading(line: index + 1, texts: [(text, language)])) }
      last = index
    }
    return headings
  }

  /// A heading as it is compared: without its mark, whatever its capitals.
  static func normal(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    let marks = ["##"] + Language.allCases.map { "##" + $0.mark }
    return (words.first.map(marks.contains) == true ? words[1...] : words[...]).joined(separator: " ")
  }

  fileprivate func matches(_ holds: (String) -> Bool) -> Bool { texts.contains { holds(Self.normal($0.text)) } }

  /// A line for each, in the language of the reader.
  static func list(_ headings: [FileHeading], _ language: Language) -> [String] {
    let lines = headings.prefix(listed).map { heading in
      let text = heading.texts.first { $0.language == language } ?? heading.texts[0]
      return "  \(heading.line)  \(text.text)"
    }
    return lines + (headings.count > listed ? ["  and \(headings.count - listed) more"] : [])
  }
}

extension [FileHeading] {
  /// Those of which a text is as wanted; nil if there are none.
  fileprivate func matching(_ holds: (String) -> Bool) -> [FileHeading]? {
    let found = filter { $0.matches(holds) }
    return found.isEmpty ? nil : found
  }
}
