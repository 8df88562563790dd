import Text

/// `export html`: a session as one page that steps through it, for any screen, in light and dark, and for paper. It holds
/// all that it needs, and its policy allows no script and no style but its own. Without the script, all steps are seen.
struct SessionPage {
  let session: PlayedSession
  /// The language in which it opens.
  let language: Language
  /// Whether it is served while the session goes on, and may ask its server for what is new.
  var isLive = false

  var text: String {
    let style = SessionPageStyle.text, script = isLive ? SessionPageScript.live : SessionPageScript.text
    let policy =
      "default-src 'none'; script-src '\(Self.hash(script))'; style-src '\(Self.hash(style))'; base-uri 'none'; "
      + "form-action 'none'" + (isLive ? "; connect-src 'self'; img-src data:" : "")
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      \(isLive ? Self.noIcon : "")<title>\(Markup.escape(session.name.text(in: language) ?? session.source))</title>
      <style>\(style)</style>
      </head>
      <body>
      \(header)<main>
      <div id="steps">
      \(steps)</div>
      \(lines)<div id="side">
      \(LadderMarkup(session.ladder).html)\(StateFigureMarkup(session.ways).html)</div>
      </main>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  /// Without one a browser would ask the server for it.
  private static let noIcon = "<link rel=\"icon\" href=\"data:,\">\n"

  /// As a policy names what it allows.
  private static func hash(_ text: String) -> String { "sha256-\(Base64.text(SHA256.digest(text.utf8)))" }

  private var header: String {
    var html = "<header>\n\(PageWords.element("h1", session.name))<p class=\"quiet\">"
    if session.title != nil { html += "<code>\(Markup.escape(session.source))</code>" }
    if let outcome = session.outcome, let english = outcome.english, let korean = outcome.korean {
      html += " · \(PageWords.both(english, korean))"
    }
    html += "</p>\n<nav>\n"
    html += button("first", "|←", PageWords.first) + button("back", "←", PageWords.back)
    html += "<span id=\"where\">1 / \(count)</span>\n"
    html += button("next", "→", PageWords.next) + button("last", "→|", PageWords.last)
    html += "<button type=\"button\" id=\"language\">\(PageWords.language)</button>\n</nav>\n"
    return html + "<p role=\"status\" id=\"status\" class=\"unseen\"></p>\n</header>\n"
  }

  private func button(_ id: String, _ sign: String, _ words: String) -> String {
    "<button type=\"button\" id=\"\(id)\"><span aria-hidden=\"true\">\(sign)</span> <b>\(words)</b></button>\n"
  }

  /// How many steps there are, with the end; that is none while the session goes on.
  private var count: Int { session.moments.count + (hasEnd ? 1 : 0) }

  private var hasEnd: Bool { session.outcome != nil || session.moments.isEmpty }

  private var steps: String {
    session.moments.map { MomentMarkup(moment: $0, count: count).html }.joined() + end
  }

  private var end: String {
    guard hasEnd else { return "" }
    var html = "<section class=\"step\" id=\"step-\(count)\" data-at=\"\(count)\">\n"
    html += "<p class=\"number\">\(session.outcome == nil ? PageWords.nothing : PageWords.end)</p>\n"
    html += session.closing.map { PageWords.element($0.isHeading ? "h2" : "p", $0.text) }.joined()
    if session.leftOut > 0 { html += "<p class=\"quiet\">\(PageWords.leftOut(session))</p>\n" }
    if let outcome = session.outcome { html += PageWords.element("p", outcome) }
    if session.moments.last?.isBad == true { html += "<p class=\"bad\">\(PageWords.stops)</p>\n" }
    return html + "<p class=\"quiet keys\">\(PageWords.keys)</p>\n</section>\n"
  }

  /// The lines of the session, each with a link to its step.
  private var lines: String {
    var html = "<section id=\"lines\"><h2>\(PageWords.lines)</h2>\n<ol>\n"
    for moment in session.moments {
      for note in moment.notes where note.isHeading {
        html += "<li class=\"h\">\(PageWords.element("b", note.text))</li>\n"
      }
      for text in moment.directives { html += "<li class=\"quiet\"><code>\(Markup.escape(text))</code></li>\n" }
      html += "<li><a href=\"#step-\(moment.number)\"\(moment.isBad ? " class=\"bad\"" : "")>"
      html += "<code>\(moment.prompt)\(Markup.escape(moment.typed))</code></a></li>\n"
    }
    if session.outcome != nil { html += "<li><a href=\"#step-\(count)\">\(PageWords.end)</a></li>\n" }
    return html + "</ol>\n</section>\n"
  }
}

extension PlayedMoment {
  /// `server&gt; `
  var prompt: String { "<span class=\"quiet\">\(Markup.escape(role ?? ""))&gt;</span> " }
}
