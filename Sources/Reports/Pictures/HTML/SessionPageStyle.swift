/// How a session's page looks.
enum SessionPageStyle {
  static let text = colours + base + header + step + ladder + states + widths + print + places

  private static let colours = """
    :root { color-scheme: light dark; --back: #fff; --panel: #f6f8fa; --text: #1b1f24; --quiet: #59636e; --line: #d1d9e0;
      --good: #116329; --bad: #a40e26; --mark: #0550ae; --mark-back: #ddf0ff; --new: #fff6d6; }
    @media (prefers-color-scheme: dark) {
      :root { --back: #0d1117; --panel: #161b22; --text: #e6edf3; --quiet: #9198a1; --line: #3d444d;
        --good: #56d364; --bad: #ff938a; --mark: #79c0ff; --mark-back: #12304f; --new: #332b10; }
    }

    """

  private static let base = """
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--text);
      font: 1rem/1.5 system-ui, "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; }
    code, pre { font: .875rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, "D2Coding", monospace; }
    pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    h1, h2, h3, p { overflow-wrap: anywhere; }
    h1 { font-size: 1.35rem; line-height: 1.25; margin: 0; }
    h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
    h3 { font-size: .875rem; margin: 1rem 0 .25rem; color: var(--quiet); }
    p { margin: .5rem 0; }
    :lang(ko) { word-break: keep-all; }
    html:lang(en) .ko, html:lang(ko) .en { display: none; }
    .quiet { color: var(--quiet); } .bad { color: var(--bad); } .good { color: var(--good); } .strong { font-weight: 600; }
    .struck { text-decoration: line-through; }
    .unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
    button { font: inherit; min-height: 2.5rem; padding: .25rem .75rem; color: inherit; background: var(--panel);
      border: 1px solid var(--line); border-radius: .4rem; }
    button b { font-weight: 400; }
    button:disabled { opacity: .45; }
    button[aria-pressed=true] { border-color: var(--mark); background: var(--mark-back); }
    a { color: inherit; }
    :focus-visible { outline: 3px solid var(--mark); outline-offset: 1px; }

    """

  private static let header = """
    header { padding: .75rem 1rem; border-bottom: 1px solid var(--line); background: var(--back); }
    header p { margin: .25rem 0; font-size: .875rem; overflow-wrap: anywhere; }
    nav { display: none; gap: .4rem; align-items: center; flex-wrap: wrap; margin-top: .5rem; }
    .stepping nav { display: flex; }
    #where { min-width: 5rem; text-align: center; font-variant-numeric: tabular-nums; }
    #language { margin-left: auto; }

    """

  private static let step = """
    main { padding: 1rem; }
    .step { padding-bottom: 1rem; }
    .step p { max-width: 44rem; }
    .stepping .keys { display: block; } .keys { display: none; }
    .number { color: var(--quiet); font-size: .875rem; margin: 0 0 .25rem; }
    .line code { font-size: 1.05rem; overflow-wrap: anywhere; }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .75rem; }
    .card:empty { display: none; }
    .l { display: block; padding-left: 4ch; text-indent: -4ch; min-height: 1.5em; }
    .card { overflow-x: auto; } .row { white-space: pre; text-indent: 0; padding-left: 0; }
    .expects { font-size: .875rem; }
    .data { margin: .25rem 0 .5rem; }
    .data pre { white-space: pre; overflow-x: auto; font-size: .8rem; }
    figcaption { font-size: .875rem; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; }
    th, td { text-align: left; vertical-align: top; padding: .2rem .75rem .2rem .25rem; border-bottom: 1px solid var(--line); }
    .far { overflow-wrap: break-word; }
    thead th { font-weight: 400; color: var(--quiet); }
    .changed th, .changed td { background: var(--new); }
    .gone th, .gone td { color: var(--quiet); text-decoration: line-through; }
    #lines ol { list-style: none; margin: 0; padding: 0; }
    #lines li { padding: .05rem 0; overflow-wrap: anywhere; }
    #lines .h { margin-top: .6rem; }
    #lines a { display: block; padding: .15rem .4rem; border-left: .2rem solid transparent; text-decoration: none; }
    #lines a[aria-current] { border-color: var(--mark); background: var(--mark-back); }

    """

  private static let ladder = """
    .scroll { overflow: auto; max-height: 70vh; }
    .lanes { list-style: none; margin: 0; padding: 0 0 .5rem; font: .78rem/1.35 ui-monospace, "DejaVu Sans Mono", Menlo, monospace;
      min-width: calc(var(--lanes) * 7rem); --half: calc(50% / var(--lanes)); background: repeating-linear-gradient(to right,
        transparent 0 calc(var(--half) - 1px), var(--line) calc(var(--half) - 1px) calc(var(--half) + 1px),
        transparent calc(var(--half) + 1px) calc(2 * var(--half))); }
    .lanes li { display: grid; grid-template-columns: repeat(calc(2 * var(--lanes)), minmax(0, 1fr)); padding: .15rem 0; }
    .heads { position: sticky; top: 0; z-index: 1; background: var(--back); }
    .heads b { text-align: center; padding: .2rem; overflow-wrap: anywhere; }
    .lanes span { overflow-wrap: anywhere; text-align: center; margin: 0 .25rem; }
    .call, .remark { background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; padding: .15rem .35rem; }
    .remark { border-style: dashed; color: var(--quiet); }
    .call a { color: var(--quiet); text-decoration: none; }
    .state { background: var(--back); color: var(--good); justify-self: center; padding: 0 .3rem; border-radius: 1rem;
      border: 1px solid var(--good); }
    .lanes span.to { margin: 0; background: none; border: 0; border-bottom: 2px solid; border-radius: 0; position: relative;
      padding: 0 .75rem .1rem; }
    .lanes span.to.call { border-bottom-style: double; border-bottom-width: 4px; }
    .segment { color: var(--mark); }
    .segment i { font-style: normal; color: var(--quiet); }
    .to::after { content: ""; position: absolute; bottom: -6px; border: 5px solid transparent; }
    .to.call::after { bottom: -7px; }
    .right::after { right: 0; border-left: 9px solid currentColor; border-right: 0; }
    .left::after { left: 0; border-right: 9px solid currentColor; border-left: 0; }
    .lanes span.dropped { color: var(--bad); border-bottom-style: dashed; text-decoration: line-through 1px; }
    .dropped::after { content: "✗"; border: 0; bottom: -.8em; font-size: 1.1rem; }
    .stepping .later { display: none; }
    .stepping .current .call, .stepping .current .remark { background: var(--new); }

    """

  private static let states = """
    .picks { display: none; gap: .3rem; flex-wrap: wrap; } .stepping .picks { display: flex; }
    .picks button { min-height: 2rem; padding: .1rem .6rem; font-size: .875rem; }
    .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
    .figures figure { margin: 0; max-width: 34rem; }
    .figures svg { width: 100%; height: auto; display: block; }
    .figures svg { font: 10px system-ui, sans-serif; }
    .box { fill: var(--panel); stroke: var(--quiet); } .label { fill: var(--quiet); }
    .name { fill: var(--text); font-size: 11px; }
    .edge { fill: none; stroke: var(--quiet); opacity: .6; marker-end: url(#tip); }
    #tip { fill: var(--quiet); } #tip-way { fill: var(--mark); }
    .way rect { fill: none; stroke: var(--mark); stroke-width: 2; }
    .way.is rect { stroke-width: 4; fill: var(--mark); fill-opacity: .25; }
    .way path { fill: none; stroke: var(--mark); stroke-width: 2.5; marker-end: url(#tip-way); }
    .way .jump { stroke-dasharray: 5 4; }
    .way text { fill: var(--mark); font-weight: 600; }
    .legend { font-size: .8rem; }

    """

  private static let widths = """
    @media screen {
      .stepping .step:not(.now), .stepping .figures figure:not(.shown) { display: none; }
      .stepping .figures figcaption { display: none; }
    }
    @media screen and (max-width: 47.99rem) {
      header { position: sticky; top: 0; z-index: 2; padding: .5rem .75rem; }
      h1 { font-size: 1.1rem; }
      nav b { display: none; }
      #where { min-width: 4rem; }
      main { padding: .75rem; display: flex; flex-direction: column; }
      main > * { min-width: 0; } #lines { order: 1; }
      #lines, #side { margin-top: 1.5rem; }
      table, tbody, tr { display: block; } thead { display: none; }
      tr { padding: .25rem; border-bottom: 1px solid var(--line); }
      tr.changed { background: var(--new); }
      th, td { display: inline-block; border: 0; padding: 0 .75rem 0 0; } td:empty { display: none; }
      .scroll { max-height: none; }
      .figures { grid-template-columns: 1fr; }
    }
    @media screen and (min-width: 48rem) {
      .stepping body { height: 100vh; display: flex; flex-direction: column; }
      .stepping main { flex: 1; min-height: 0; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
      .stepping main > * { overflow-y: auto; padding: 1rem; min-height: 0; }
      .stepping main { grid-template-rows: minmax(0, 3fr) minmax(0, 1fr); }
      .stepping #lines { border-top: 1px solid var(--line); }
      #side { grid-column: 2; grid-row: 1 / 3; border-left: 1px solid var(--line); }
      .scroll { max-height: 55vh; }
      table { font-size: .8rem; } th, td { padding-right: .35rem; }
    }
    @media screen and (min-width: 75rem) {
      .stepping main { grid-template: minmax(0, 1fr) / minmax(0, 5fr) minmax(0, 8fr) minmax(0, 8fr); }
      .stepping #lines { order: -1; border-top: 0; border-right: 1px solid var(--line); }
      #side { grid-column: 3; grid-row: 1; }
      table { font-size: .875rem; } th, td { padding-right: .75rem; }
    }

    """

  private static let print = """
    @media print {
      :root { color-scheme: light; --back: #fff; --panel: #fff; --text: #000; --quiet: #444; --line: #999; --good: #000; --bad: #000;
        --mark: #000; --mark-back: #fff; --new: #eee; }
      nav, #lines, .picks, .keys, .stepping .keys { display: none; }
      .stepping .later { display: revert; } .lanes li.later { display: grid; }
      main { padding: 0; }
      .scroll { max-height: none; overflow: visible; } .row { white-space: pre-wrap; }
      .step { border-top: 1px solid var(--line); padding-top: .5rem; }
      .card, figure, tr, .lanes li { break-inside: avoid; } h2, h3, .number, .line { break-after: avoid; }
      .changed th, .changed td, .lanes { print-color-adjust: exact; }
      #side { break-before: page; }
      .figures { grid-template-columns: 1fr 1fr; }
    }

    """

  /// Where in a ladder of eight lanes something begins and ends.
  private static let places: String = {
    let lanes = (1...8).map { ".n\($0) { --lanes: \($0); }" }
    let lines = (1...17).map { ".s\($0) { grid-column-start: \($0); } .e\($0) { grid-column-end: \($0); }" }
    return (lanes + lines).joined(separator: "\n")
  }()
}
