import Runner
import SessionLanguage

// What `--report-json` has written, read back.
extension SuiteJSONDocument {
  /// nil if `bytes` are no such report.
  package static func suite(in bytes: [UInt8]) -> SuiteResult? {
    guard let document = JSONReader.value(in: bytes), let format = document["format"]?.text,
      format == checkFormat || format == gradeFormat, document["version"]?.number == version
    else { return nil }
    var suite = SuiteResult(
      files: (document["files"]?.items ?? []).compactMap(file), shard: document["shard"]?.text,
      began: document["began"]?.text ?? "")
    suite.nanoseconds = Int64(document["took"]?.number ?? 0)
    suite.interruption = document["interruption"]?.text
    suite.isGrading = format == gradeFormat
    return suite
  }

  private static func file(_ json: JSON) -> FileResult? {
    guard let path = json["path"]?.text else { return nil }
    var file = FileResult(path: path, number: json["number"]?.number ?? 0)
    file.verdict = (json["code"]?.number).flatMap { Int32(exactly: $0) }.flatMap(Verdict.init)
    (file.nanoseconds, file.tries) = (Int64(json["took"]?.number ?? 0), json["tries"]?.number ?? 0)
    file.reason = json["reason"]?.text
    file.chapters = (json["chapters"]?.items ?? []).map(chapter)
    file.lines = (json["lines"]?.items ?? []).map(line)
    file.linesLeftOut = json["more_lines"]?.number ?? 0
    file.problems = (json["problems"]?.items ?? []).map(problem)
    file.earlier = (json["earlier"]?.items ?? []).map { ($0["try"]?.number ?? 0, problem($0)) }
    file.leftovers = (json["left"]?.items ?? []).compactMap(\.text)
    return file
  }

  private static func chapter(_ json: JSON) -> FileResult.Chapter {
    var chapter = FileResult.Chapter(
      title: json["title"]?.text ?? "", line: max(1, json["line"]?.number ?? 1),
      points: min(max(0, json["points"]?.number ?? 0), Directive.mostPoints))
    chapter.state = json["outcome"]?.text == "failed" ? .failed : json["outcome"]?.text == "passed" ? .held : .notPlayed
    chapter.nanoseconds = json["took"]?.number.map { Int64($0) }
    if case .bool(true)? = json["finished"] { chapter.isFinished = true }
    return chapter
  }

  private static func line(_ json: JSON) -> FileResult.Line {
    let outcome = json["outcome"]?.text
    var line = FileResult.Line(text: json["text"]?.text ?? "", runs: outcome != "text")
    line.state = outcome == "held" ? .held : outcome == "failed" ? .failed : .notPlayed
    return line
  }

  private static func problem(_ json: JSON) -> FileResult.Problem {
    .init(
      line: json["line"]?.number.flatMap { $0 > 0 ? $0 : nil }, title: json["title"]?.text ?? "",
      text: json["text"]?.text ?? "", words: json["words"]?.text)
  }
}
