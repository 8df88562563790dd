import Commands
import SessionLanguage

/// Text that nobody has written, given to all that read text. That none of them traps is half of the matter; the other
/// half are answers that cannot be right.
package enum FuzzedText {
  /// Reads `bytes` as the lines of a file, as calls of C, as data, as a pattern, and as a log of strace.
  ///
  /// - Returns: what is wrong with an answer; nil if nothing is.
  package static func problem(_ bytes: [UInt8]) -> String? {
    for line in bytes.split(separator: newline, omittingEmptySubsequences: false) {
      if let problem = problem(line: Array(line)) { return problem }
    }
    return problem(file: bytes) ?? problem(data: bytes) ?? FuzzedImport.problem(log: bytes)
      ?? problem(line: Array("recv a 9 = /".utf8) + bytes + slash)
  }

  private static let newline = UInt8(ascii: "\n")
  private static let slash = Array("/".utf8)

  /// Parses `line`, and the line that it means if it is a call of C. Words and errors must lie inside of it.
  package static func problem(line: [UInt8]) -> String? {
    do throws(Diagnostic) {
      let statement = try Parser.parse(line)
      if let problem = problem(laidOut: statement) { return problem }
      if let command = statement.command {
        let isInside = command.words.allSatisfy { !$0.span.isEmpty && $0.span.upperBound <= command.end }
        guard isInside, !command.words.isEmpty, command.end <= line.count else { return "a word lies outside the line" }
        return problem(segments: command.expectation?.segments ?? [])
      }
      guard let call = statement.call else { return nil }
      _ = try CLine.statement(call, on: statement, CNames())
      return nil
    } catch {
      if error.title.isEmpty { return "an error without words" }
      // An error of the line that a call means brings that line with it.
      let length = error.line?.count ?? line.count
      return error.span.map { $0.upperBound <= length + 1 } ?? true
        ? nil : "\(error.title): its place is outside the line"
    }
  }

  /// A line that is laid out means the same, and stays as it is then.
  private static func problem(laidOut statement: Statement) -> String? {
    let line = LineLayout.text(of: statement, depth: 1)
    guard let again = try? Parser.parse(line), Meaning.text(of: again) == Meaning.text(of: statement) else {
      return "laid out, it means something else"
    }
    return LineLayout.text(of: again, depth: 1) == line ? nil : "laid out again, it is another line"
  }

  /// What is wrong with the text of a session file that has been laid out.
  package static func problem(laidOut bytes: [UInt8]) -> String? {
    let (file, problems) = SessionFile.read(bytes)
    guard problems.isEmpty else { return nil }
    let text = file.laidOut().text
    let (again, newProblems) = SessionFile.read(text)
    guard newProblems.isEmpty, again.count == file.count else { return "laid out, it has other lines" }
    for index in 0..<file.count
    where Meaning.text(of: file.statement(index)) != Meaning.text(of: again.statement(index)) {
      return "laid out, line \(index + 1) means something else"
    }
    return again.laidOut().text == text && again.laidOut().changed == 0 ? nil : "laid out again, it is another text"
  }

  /// Segments that a line expects are read back as the same from their text.
  private static func problem(segments: [SegmentPattern]) -> String? {
    guard !segments.isEmpty else { return nil }
    let again = try? Parser.parse(Array("close a \(SegmentPattern.text(segments))".utf8)).command?.expectation?.segments
    return again?.map(\.kind) == segments.map(\.kind) ? nil : "segments are read back as others"
  }

  /// A file has the same lines and errors, however its bytes come.
  private static func problem(file bytes: [UInt8]) -> String? {
    let (whole, halves) = (read([bytes[...]]), read([bytes[..<(bytes.count / 2)], bytes[(bytes.count / 2)...]]))
    return whole == halves ? problem(laidOut: bytes) : "a file has other lines when it comes in two pieces"
  }

  private struct Reading: Equatable {
    let lines: Int
    let errors: [String]
  }

  private static func read(_ pieces: [ArraySlice<UInt8>]) -> Reading {
    var reader = SessionReader(needsHeader: true)
    for piece in pieces { piece.withUnsafeBytes { reader.append($0) } }
    let (file, problems) = reader.finish()
    return Reading(lines: file.count, errors: problems.map { "\($0.number) \($0.diagnostic.title)" })
  }

  /// What is written as a literal is read back as the same bytes.
  private static func problem(data: [UInt8]) -> String? {
    let line = Array("send a \(Literal.text(data))".utf8)
    guard let words = try? Parser.parse(line).command?.words, words.count == 3, words[2].segments == [.quoted(data)]
    else { return "a literal is read back as something else" }
    return nil
  }
}
