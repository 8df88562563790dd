import Runner
import Text

/// `--report-html`: the page that lists all files.
package enum HTMLIndex {
  package static let name = "index.html"

  package static func text(of suite: SuiteResult) -> String {
    let shard = suite.shard.map { ", shard \($0)" } ?? ""
    var body = "<h1>sockplay check: \(Markup.escape(suite.summary.text))</h1>\n"
    body += "<p class=\"quiet\">\(suite.timestamp), \(Plural.count(suite.files.count, "file"))"
    body += "\(Markup.escape(shard)), \(suite.nanoseconds.inSeconds) s</p>\n"
    if let interruption = suite.interruption {
      let left = suite.notPlayed.map { ": \($0)" } ?? ""
      body += "<p class=\"notice\"><strong>\(Markup.escape(interruption))</strong>\(left)</p>\n"
    }
    body += "<table class=\"files\">\n<thead><tr><th>Outcome</th><th>File</th><th class=\"number\">Held</th>"
    body += "<th class=\"number\">Seconds</th><th></th></tr></thead>\n<tbody>\n"
    for (index, file) in suite.files.enumerated() { body += row(file, number: index + 1) }
    return HTMLFrame.page(title: "sockplay check: \(suite.summary.text)", body + "</tbody>\n</table>\n")
  }

  private static func row(_ file: FileResult, number: Int) -> String {
    let path = Markup.escape(file.path)
    let link = file.outcome == .notPlayed ? path : "<a href=\"\(HTMLPage.name(of: file, number: number))\">\(path)</a>"
    let count = file.lines.isEmpty ? "" : Plural.count(file.held, "line")
    let took = file.outcome == .notPlayed ? "" : "\(file.nanoseconds.inSeconds) s"
    return "<tr><td class=\"mark\">\(HTMLFrame.mark(file.outcome))</td><td>\(link)</td>"
      + "<td class=\"number\">\(count)</td><td class=\"number\">\(took)</td><td>\(Markup.escape(remark(file)))</td></tr>\n"
  }

  private static func remark(_ file: FileResult) -> String {
    if let flakiness = file.flakiness { return flakiness }
    if let problem = file.problems.first { return problem.line.map { "line \($0): " + problem.title } ?? problem.title }
    return file.reason ?? ""
  }
}
