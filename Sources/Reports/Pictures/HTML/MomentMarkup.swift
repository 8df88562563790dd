import Text

/// One step of a session's page: what was written, the line, its card, data, and all handles.
struct MomentMarkup {
  let moment: PlayedMoment
  /// How many steps the page has.
  let count: Int

  /// How many bytes a row of a dump has, so that it fits a narrow screen.
  private static let row = 8

  var html: String {
    var html = "<section class=\"step\" id=\"step-\(moment.number)\" data-at=\"\(moment.number)\">\n"
    html += "<p class=\"number\">\(PageWords.step(moment.number, of: count))"
    html += " · \(PageWords.line(moment.line))</p>\n"
    html += moment.notes.map { PageWords.element($0.isHeading ? "h2" : "p", $0.text) }.joined()
    html += "<p class=\"line\"><code>\(moment.prompt)<b>\(Markup.escape(moment.typed))</b></code></p>\n"
    html += "<pre class=\"card\">\(CardMarkup.html(moment.card))</pre>\n" + expectation
    return html + data + handles + "</section>\n"
  }

  private var expectation: String {
    guard let expected = moment.expected else { return "" }
    let mark = moment.isBad ? "<b class=\"bad\">✗ \(PageWords.failed)</b>" : "<b class=\"good\">✓ \(PageWords.held)</b>"
    return "<p class=\"expects\"><span class=\"quiet\">\(PageWords.expects)</span> "
      + "<code>\(Markup.escape(expected))</code> \(mark)</p>\n"
  }

  private var data: String {
    if moment.data.isEmpty { return "" }
    return "<h3>\(PageWords.data)</h3>\n"
      + moment.data.map { data in
        let verb = data.isSent ? PageWords.sent : PageWords.received
        var html = "<figure class=\"data\"><figcaption><code>\(Markup.escape(data.call))</code> \(verb), "
        html += "\(PageWords.bytes(data.count))</figcaption>\n<pre>"
        html += Markup.escape(HexDump.lines(data.bytes, row: Self.row).joined(separator: "\n")) + "</pre>\n"
        let more = data.count - data.bytes.count
        if more > 0 { html += "<p class=\"quiet\">\(PageWords.moreBytes(more))</p>\n" }
        return html + "</figure>\n"
      }.joined()
  }

  private var handles: String {
    if moment.handles.isEmpty { return "" }
    var html = "<h3>\(PageWords.handles)</h3>\n<table>\n<thead><tr>"
    html += PageWords.columns.map { "<th scope=\"col\">\($0)</th>" }.joined() + "</tr></thead>\n<tbody>\n"
    for handle in moment.handles { html += row(handle) }
    return html + "</tbody>\n</table>\n"
  }

  private func row(_ handle: PlayedHandle) -> String {
    let style = handle.isGone ? " class=\"gone\"" : handle.isChanged ? " class=\"changed\"" : ""
    let descriptor = handle.descriptor >= 0 ? "\(handle.descriptor)" : "–"
    let before = handle.before.map { "<span class=\"quiet\">\($0) →</span> " } ?? ""
    let state = handle.isGone ? "gone" : handle.state
    return "<tr\(style)><th scope=\"row\">\(Markup.escape(handle.name))</th><td>\(descriptor)</td>"
      + "<td>\(Markup.escape(handle.kind))</td><td>\(before)<b>\(state)</b></td>"
      + "<td class=\"far\">\(Markup.escape(handle.addresses))</td><td>\(Markup.escape(handle.details))</td></tr>\n"
  }
}
