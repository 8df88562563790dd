import Runner

/// `--report-junit`: what CI servers read. A testsuite is a file, a testcase a chapter of it, in the form of Jenkins' and
/// Maven Surefire's schema.
package enum JUnitDocument {
  package static func text(of suite: SuiteResult) -> String {
    let suites = suite.files.map(Suite.init)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
    text +=
      Markup.attribute("name", suite.isGrading ? "sockplay grade" : "sockplay check")
      + Markup.attribute("time", suite.nanoseconds.inSeconds)
    text += counts(suites.flatMap(\.cases)) + ">\n"
    for one in suites { write(one, began: suite.timestamp, suite.interruption, to: &text) }
    return text + "</testsuites>\n"
  }

  /// One file.
  private struct Suite {
    let file: FileResult
    let cases: [Case]

    init(_ file: FileResult) {
      self.file = file
      let problems = file.problemsByChapter
      let inChapters = zip(zip(file.chapters, file.chapterNames), problems).map { chapter, problems in
        Case(name: chapter.1, time: chapter.0.nanoseconds ?? 0, result: Result(chapter.0, problems, of: file))
      }
      // A file that could not be read has no chapters.
      let whole = Case(name: "the whole file", time: file.nanoseconds, result: Result(whole: file))
      cases = inChapters.isEmpty ? [whole] : inChapters
    }
  }

  private struct Case {
    let name: String
    let time: Int64
    let result: Result
  }

  private enum Result {
    case passed
    case failed([FileResult.Problem])
    case error([FileResult.Problem])
    case skipped(String)

    init(_ chapter: FileResult.Chapter, _ problems: [FileResult.Problem], of file: FileResult) {
      if !problems.isEmpty || chapter.state == .failed {
        self = file.outcome == .failed ? .failed(problems) : .error(problems)
      } else {
        self = chapter.state == .held && file.reason == nil ? .passed : .skipped(file.notPlayedReason)
      }
    }

    init(whole file: FileResult) {
      switch file.outcome {
      case .passed: self = .passed
      case .failed: self = .failed(file.problems)
      case .error: self = .error(file.problems)
      case .skipped, .interrupted, .notPlayed: self = .skipped(file.notPlayedReason)
      }
    }

    /// Its element; nil where it passed.
    var name: String? {
      switch self {
      case .passed: nil
      case .failed: "failure"
      case .error: "error"
      case .skipped: "skipped"
      }
    }
  }

  private static func counts(_ cases: [Case]) -> String {
    func count(_ name: String) -> String { "\(cases.count { $0.result.name == name })" }
    return Markup.attribute("tests", "\(cases.count)") + Markup.attribute("failures", count("failure"))
      + Markup.attribute("errors", count("error"))
  }

  private static func write(_ suite: Suite, began: String, _ interruption: String?, to text: inout String) {
    let file = suite.file
    text += "  <testsuite" + Markup.attribute("name", file.path) + counts(suite.cases)
    text += Markup.attribute("skipped", "\(suite.cases.count { $0.result.name == "skipped" })")
    text += Markup.attribute("time", file.nanoseconds.inSeconds) + Markup.attribute("timestamp", began)
    text += Markup.attribute("file", file.path) + ">\n    <properties>\n"
    let properties = [("tries", "\(file.tries)"), ("outcome", file.outcome.rawValue)]
    for (name, value) in properties + (interruption.map { [("interrupted", $0)] } ?? []) {
      text += "      <property" + Markup.attribute("name", name) + Markup.attribute("value", value) + "/>\n"
    }
    text += "    </properties>\n"
    let retried = file.caseOfEarlierTries
    for (index, one) in suite.cases.enumerated() { write(one, of: file, isRetried: index == retried, to: &text) }
    if !file.leftovers.isEmpty {
      text += "    <system-out>\(Markup.escape(file.leftovers.joined(separator: "\n")))</system-out>\n"
    }
    text += "  </testsuite>\n"
  }

  private static func write(_ one: Case, of file: FileResult, isRetried: Bool, to text: inout String) {
    text += "    <testcase" + Markup.attribute("name", one.name) + Markup.attribute("classname", file.path)
    text += Markup.attribute("time", one.time.inSeconds) + ">\n"
    switch one.result {
    case .passed: break
    case .skipped(let reason): text += "      <skipped" + Markup.attribute("message", reason) + "/>\n"
    case .failed(let problems), .error(let problems):
      let told = problems.isEmpty ? [FileResult.Problem(line: nil, title: "it failed", text: "")] : problems
      for problem in told { write(problem, as: one.result.name ?? "", to: &text) }
    }
    if isRetried {
      let element = file.outcome == .passed ? "flakyFailure" : "rerunFailure"
      for (number, problem) in file.earlier {
        write(.init(line: nil, title: "try \(number): \(problem.title)", text: problem.text), as: element, to: &text)
      }
    }
    text += "    </testcase>\n"
  }

  private static func write(_ problem: FileResult.Problem, as element: String, to text: inout String) {
    text +=
      "      <\(element)" + Markup.attribute("message", problem.title)
      + Markup.attribute("type", element == "error" ? "error" : "check")
    text += ">\(Markup.escape(problem.text))</\(element)>\n"
  }
}

extension FileResult {
  /// Why a chapter of it was not played.
  package var notPlayedReason: String {
    if let reason { return reason }
    if outcome == .passed { return "not played: the file ended before" }
    let line = problems.compactMap(\.line).last
    return line.map { "not played: line \($0) failed" } ?? "not played"
  }

  /// The chapter in which what went wrong in earlier tries is told.
  fileprivate var caseOfEarlierTries: Int { earlier.first?.problem.line.flatMap(chapter) ?? 0 }
}
