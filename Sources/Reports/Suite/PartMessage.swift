/// What a process that plays one file of many tells the one that started it. Each message is in the file between them as
/// netstrings (`5:hello,`), as soon as it is known: when the process is killed, what it has done so far is there.
package enum PartMessage: Sendable, Equatable {
  /// A line of the file.
  case line(text: String, runs: Bool)
  /// How many lines follow those that were told.
  case linesLeftOut(Int)
  /// The points are 0 where the file gives none.
  case chapter(title: String, line: Int, points: Int)
  /// The line with this number held, or did not.
  case played(line: Int, held: Bool)
  /// The first line of the chapter with this index was played, or one of its lines failed.
  case entered(chapter: Int, held: Bool)
  /// How long the lines of the chapter with this index were played, in nanoseconds.
  case took(chapter: Int, nanoseconds: Int64)
  /// The lines of the chapter with this index were played to their end, and held.
  case finished(chapter: Int)
  /// The number of the line is 0 where it is one of another file. The words are for students, and may be empty.
  case problem(line: Int, title: String, text: String, words: String)
  /// What the program did against which the file was played, and which may be why the line failed.
  case fault(line: Int, title: String, text: String, words: String)
  case skipped(reason: String)
  case leftover(String)

  private var fields: [String] {
    switch self {
    case .line(let text, let runs): ["line", text, runs ? "1" : "0"]
    case .linesLeftOut(let count): ["left out", "\(count)"]
    case .chapter(let title, let line, let points): ["chapter", title, "\(line)", "\(points)"]
    case .finished(let chapter): ["finished", "\(chapter)"]
    case .played(let line, let held): ["played", "\(line)", held ? "1" : "0"]
    case .entered(let chapter, let held): ["entered", "\(chapter)", held ? "1" : "0"]
    case .took(let chapter, let nanoseconds): ["took", "\(chapter)", "\(nanoseconds)"]
    case .problem(let line, let title, let text, let words): ["problem", "\(line)", title, text, words]
    case .fault(let line, let title, let text, let words): ["fault", "\(line)", title, text, words]
    case .skipped(let reason): ["skipped", reason]
    case .leftover(let text): ["leftover", text]
    }
  }

  private init?(_ fields: [String]) {
    let texts = fields + Array(repeating: "", count: 5), numbers = texts.map { Int($0) ?? 0 }
    switch texts[0] {
    case "line": self = .line(text: texts[1], runs: numbers[2] == 1)
    case "left out": self = .linesLeftOut(numbers[1])
    case "chapter": self = .chapter(title: texts[1], line: numbers[2], points: numbers[3])
    case "finished": self = .finished(chapter: numbers[1])
    case "played": self = .played(line: numbers[1], held: numbers[2] == 1)
    case "entered": self = .entered(chapter: numbers[1], held: numbers[2] == 1)
    case "took": self = .took(chapter: numbers[1], nanoseconds: Int64(numbers[2]))
    case "problem": self = .problem(line: numbers[1], title: texts[2], text: texts[3], words: texts[4])
    case "fault": self = .fault(line: numbers[1], title: texts[2], text: texts[3], words: texts[4])
    case "skipped": self = .skipped(reason: texts[1])
    case "leftover": self = .leftover(texts[1])
    default: return nil
    }
  }

  // MARK: Bytes

  package var bytes: [UInt8] {
    let message = fields.flatMap { Self.netstring(Array($0.utf8)) }
    return Self.netstring(message)
  }

  private static func netstring(_ bytes: [UInt8]) -> [UInt8] {
    Array("\(bytes.count):".utf8) + bytes + [UInt8(ascii: ",")]
  }

  /// The messages in `bytes`, up to the first that is not whole.
  package static func all(in bytes: [UInt8]) -> [PartMessage] {
    strings(in: bytes[...]).compactMap { PartMessage(strings(in: $0).map { String(decoding: $0, as: UTF8.self) }) }
  }

  private static func strings(in bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var (rest, found) = (bytes, [ArraySlice<UInt8>]())
    while let colon = rest.prefix(20).firstIndex(of: UInt8(ascii: ":")),
      let length = Int(String(decoding: rest[..<colon], as: UTF8.self)), length >= 0,
      case let body = rest[(colon + 1)...].prefix(length), body.count == length,
      rest[body.endIndex...].first == UInt8(ascii: ",")
    {
      found.append(body)
      rest = rest[(body.endIndex + 1)...]
    }
    return found
  }
}

extension FileResult.Problem {
  /// As it is told: 0 and nothing mean nil.
  fileprivate init(_ line: Int, _ title: String, _ text: String, _ words: String) {
    self.init(line: line > 0 ? line : nil, title: title, text: text, words: words.isEmpty ? nil : words)
  }
}

extension FileResult {
  /// Takes what the process that played the file has told.
  package mutating func take(_ message: PartMessage) {
    switch message {
    case .line(let text, let runs): lines.append(Line(text: text, runs: runs))
    case .linesLeftOut(let count): linesLeftOut = count
    case .chapter(let title, let line, let points):
      chapters.append(Chapter(title: title, line: line, points: points))
    case .played(let line, let held) where lines.indices.contains(line - 1):
      lines[line - 1].state = held ? .held : .failed
    case .entered(let index, let held) where chapters.indices.contains(index):
      chapters[index].state = held ? .held : .failed
    case .took(let index, let nanoseconds) where chapters.indices.contains(index):
      chapters[index].nanoseconds = nanoseconds
    case .finished(let index) where chapters.indices.contains(index): chapters[index].isFinished = true
    case .problem(let line, let title, let text, let words): problems.append(Problem(line, title, text, words))
    case .fault(let line, let title, let text, let words):
      let place = problems.firstIndex { $0.line == line } ?? problems.endIndex
      problems.insert(Problem(line, title, text, words), at: place)
    case .skipped(let reason): self.reason = reason
    case .leftover(let text): leftovers.append(text)
    case .played, .entered, .took, .finished: break
    }
  }

  /// Begins another try: what went wrong in the last one stays, all else is told anew.
  package mutating func beginAnotherTry() {
    var next = FileResult(path: path, number: number)
    (next.tries, next.nanoseconds) = (tries, nanoseconds)
    next.earlier = earlier + problems.map { (tries, $0) }
    self = next
  }
}
