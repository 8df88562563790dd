import Text

/// What the pages of `--report-html` have in common: each holds all it needs, without a script, for a screen of any width
/// in light or dark, and for paper.
enum HTMLFrame {
  /// - Parameters:
  ///   - title: As text.
  ///   - body: As HTML.
  static func page(title: String, _ body: String, language: Language = .english) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.escape(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    <main>
    \(body)</main>
    </body>
    </html>

    """
  }

  /// A table row's mark, which is not told by colour alone.
  static func mark(_ outcome: FileResult.Outcome) -> String {
    let sign =
      switch outcome {
      case .passed: "✓"
      case .failed, .error: "✗"
      case .skipped: "–"
      case .interrupted, .notPlayed: "·"
      }
    return "<span class=\"\(outcome.className)\">\(sign) \(outcome.rawValue)</span>"
  }

  private static let style = """
    :root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --quiet: #59636e; --line: #d1d9e0;
      --good: #116329; --bad: #a40e26; --bad-back: #fff1f0; }
    @media (prefers-color-scheme: dark) {
      :root { --back: #0d1117; --text: #e6edf3; --quiet: #9198a1; --line: #3d444d;
        --good: #56d364; --bad: #ff938a; --bad-back: #2d1417; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
    a { color: inherit; }
    code, pre { font: .875rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
    td { overflow-wrap: anywhere; }
    th { font-weight: 600; color: var(--quiet); }
    .number { text-align: right; white-space: nowrap; color: var(--quiet); font-variant-numeric: tabular-nums; }
    .mark { white-space: nowrap; }
    .line { display: grid; grid-template-columns: 3rem 1rem minmax(0, 1fr); column-gap: .5rem; align-items: baseline; }
    .line code { white-space: pre-wrap; overflow-wrap: anywhere; }
    .passed, .held { color: var(--good); }
    .failed, .error { color: var(--bad); font-weight: 600; }
    .skipped, .interrupted, .unplayed, .quiet, .prose { color: var(--quiet); }
    pre { margin: .5rem 0; padding: .75rem; overflow-x: auto; color: var(--text); font-weight: 400;
      background: var(--bad-back); border-left: .25rem solid var(--bad); }
    .notice { padding: .75rem; border: 2px solid var(--bad); }
    @media (max-width: 40rem) {
      main { padding: .75rem; }
      .line { grid-template-columns: 2rem 1rem minmax(0, 1fr); }
      .files thead { display: none; }
      .files tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
      .files td { display: inline-block; border: 0; padding: 0 .75rem 0 0; text-align: left; }
      .files td:nth-child(2) { display: block; }
      .files td:empty { display: none; }
    }
    @media print {
      :root { --back: #fff; --text: #000; --quiet: #444; --line: #999; --good: #000; --bad: #000; --bad-back: #fff; }
      main { max-width: none; padding: 0; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; }
      pre, tr, .line { break-inside: avoid; }
      h1, h2 { break-after: avoid; }
    }
    """
}

extension FileResult.Outcome {
  var className: String { self == .notPlayed ? "unplayed" : rawValue }
}
