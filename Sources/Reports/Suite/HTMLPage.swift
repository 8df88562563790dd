import Runner
import Text

/// `--report-html`: the page of a file, with each line and what came of it.
package enum HTMLPage {
  /// Its file name, which holds nothing that a link would have to escape.
  /// - Parameter number: Which of the files it is, counted from 1.
  package static func name(of file: FileResult, number: Int) -> String {
    let plain = file.path.utf8.map { byte -> Character in
      let scalar = Unicode.Scalar(byte)
      return scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? Character(scalar) : "-"
    }
    return "\(number)-\(String(plain.suffix(100))).html"
  }

  package static func text(of file: FileResult) -> String {
    var body = "<p><a href=\"\(HTMLIndex.name)\">all files</a></p>\n<h1>\(Markup.escape(file.path))</h1>\n"
    body += "<p>\(HTMLFrame.mark(file.outcome)) <span class=\"quiet\">\(Markup.escape(facts(file)))</span></p>\n"
    if let reason = file.reason { body += "<p>\(Markup.escape(reason))</p>\n" }
    for (number, problem) in file.earlier { body += "<h2>Try \(number)</h2>\n" + pre(problem) }
    if !file.earlier.isEmpty { body += "<h2>Try \(file.tries)</h2>\n" }
    // Those of lines are below their lines.
    for problem in file.problems where !isLine(problem.line, of: file) { body += pre(problem) }
    body += lines(file)
    if !file.leftovers.isEmpty {
      body += "<h2>Left behind</h2>\n<ul>\n"
      for text in file.leftovers { body += "<li>\(Markup.escape(text))</li>\n" }
      body += "</ul>\n"
    }
    return HTMLFrame.page(title: "\(file.outcome.rawValue): \(file.path)", body)
  }

  private static func facts(_ file: FileResult) -> String {
    let held = file.lines.isEmpty ? [] : ["\(Plural.count(file.held, "line")) held"]
    let tries = file.tries > 1 ? [file.flakiness ?? "\(file.tries) tries"] : []
    return (held + ["\(file.nanoseconds.inSeconds) s"] + tries).joined(separator: ", ")
  }

  private static func pre(_ problem: FileResult.Problem) -> String { "<pre>\(Markup.escape(problem.text))</pre>\n" }

  private static func isLine(_ number: Int?, of file: FileResult) -> Bool {
    number.map { (1...max(1, file.lines.count)).contains($0) && !file.lines.isEmpty } ?? false
  }

  private static func lines(_ file: FileResult) -> String {
    guard !file.lines.isEmpty else { return "" }
    let problems = Dictionary(grouping: file.problems) { $0.line ?? 0 }
    var body = ""
    for (index, line) in file.lines.enumerated() {
      body += row(line, number: index + 1)
      for problem in problems[index + 1] ?? [] { body += pre(problem) }
    }
    if file.linesLeftOut > 0 {
      body += "<p class=\"quiet\">\(Plural.count(file.linesLeftOut, "more line")) not shown here.</p>\n"
    }
    return body
  }

  private static func row(_ line: FileResult.Line, number: Int) -> String {
    let (name, sign, word) =
      switch line.state {
      case .notPlayed where !line.runs: ("prose", "", "")
      case .held: ("held", "✓", "held")
      case .failed: ("failed", "✗", "failed")
      case .notPlayed: ("unplayed", "·", "not played")
      }
    let title = word.isEmpty ? "" : Markup.attribute("title", word)
    return "<div class=\"line\(line.runs ? "" : " prose")\" id=\"L\(number)\"><span class=\"number\">\(number)</span>"
      + "<span class=\"\(name)\"\(title)>\(sign)</span><code>\(Markup.escape(line.text))</code></div>\n"
  }
}
