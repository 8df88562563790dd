import Runner
import Text

/// The pages of `grade --report-html`: one for each student, and one for the class.
package enum GradePage {
  /// The page of a student: what came, and what was expected, in words.
  package static func text(of file: FileResult, language: Language) -> String {
    let sheet = GradeSheet(file)
    let points = language.text("\(sheet.points) of \(sheet.most) points", korean: "\(sheet.most)점 중 \(sheet.points)점")
    var body = "<h1>\(Markup.escape(name(file)))</h1>\n<p><strong>\(points)</strong></p>\n"
    if let reason = file.reason { body += "<p>\(Markup.escape(reason))</p>\n" }
    for problem in sheet.general { body += text(of: problem, file, language) }
    for part in sheet.parts { body += text(of: part, file, language) }
    return HTMLFrame.page(title: "\(name(file)): \(points)", body, language: language)
  }

  private static func text(of part: GradeSheet.Part, _ file: FileResult, _ language: Language) -> String {
    let (style, sign) = part.isEarned ? ("passed", "✓") : ("failed", "✗")
    let points = language.text("\(part.points) of \(part.most)", korean: "\(part.points)/\(part.most)점")
    var body = "<h2><span class=\"\(style)\">\(sign)</span> \(Markup.escape(part.name)) "
    body += "<span class=\"quiet\">\(points)</span></h2>\n"
    if !part.isEarned, part.problems.isEmpty {
      let reason = language.text("This part was not played.", korean: "이 부분은 재생하지 않았습니다.")
      body += "<p class=\"quiet\">\(reason)</p>\n"
    }
    var shown: Int?
    for problem in part.problems {
      body += text(of: problem, file, language, showsLine: problem.line != shown)
      shown = problem.line
    }
    return body
  }

  /// - Parameter showsLine: Whether the line of the session file is told.
  private static func text(
    of problem: FileResult.Problem, _ file: FileResult, _ language: Language, showsLine: Bool = true
  ) -> String {
    var body = "<p>\(Markup.escape(problem.words ?? problem.title))</p>\n"
    if showsLine, let line = problem.line, file.lines.indices.contains(line - 1) {
      body += "<p class=\"quiet\">\(language.text("Line \(line):", korean: "\(line)번째 줄:")) "
      body += "<code>\(Markup.escape(file.lines[line - 1].text))</code></p>\n"
    }
    let title = language.text("Details", korean: "자세히")
    return body + "<details><summary>\(title)</summary><pre>\(Markup.escape(problem.text))</pre></details>\n"
  }

  /// The last part of its path.
  private static func name(_ file: FileResult) -> String {
    file.path.split(separator: "/").last.map(String.init) ?? file.path
  }

  /// The page of the class.
  package static func index(of suite: SuiteResult, language: Language) -> String {
    let title = GradeTable.summary(suite, language)
    var body = "<h1>\(title)</h1>\n<p class=\"quiet\">\(suite.timestamp), \(suite.nanoseconds.inSeconds) s</p>\n"
    if let interruption = suite.interruption { body += "<p class=\"notice\">\(Markup.escape(interruption))</p>\n" }
    let head = [
      language.text("Submission", korean: "제출물"), language.text("Points", korean: "점수"),
      language.text("What happened first", korean: "처음 생긴 일"),
    ]
    body += "<table class=\"files\">\n<thead><tr>" + head.map { "<th>\($0)</th>" }.joined() + "</tr></thead>\n<tbody>\n"
    for (index, file) in suite.files.enumerated() {
      let sheet = GradeSheet(file), path = Markup.escape(file.path)
      let isGraded = file.outcome.isResult
      let link = isGraded ? "<a href=\"\(HTMLPage.name(of: file, number: index + 1))\">\(path)</a>" : path
      body +=
        "<tr><td>\(link)</td><td>\(isGraded ? sheet.text : "")</td><td>\(Markup.escape(GradeTable.remark(file, sheet, language)))</td></tr>\n"
    }
    return HTMLFrame.page(title: title, body + "</tbody>\n</table>\n", language: language)
  }
}
