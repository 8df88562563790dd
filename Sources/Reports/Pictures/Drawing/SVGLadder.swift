import Text

/// `export svg`: the ladder of a session as a picture. Its text is text, and it looks right on a light page and on a dark one.
struct SVGLadder {
  private let ladder: LaneLadder
  private let title: String
  /// Below the last row.
  private let remark: String?
  private let width, pitch: Int
  /// How far down it has been drawn.
  private var y = 0
  private var drawn = ""
  /// Where the lines of the lanes begin.
  private var top = 0

  /// Pixels of the picture; letters are all of one width.
  private static let letter = 7.3, line = 16, margin = 10, mark = 5

  /// - Parameters:
  ///   - title: Above the picture.
  ///   - remark: Below its last row.
  init(_ ladder: LaneLadder, title: String, remark: String? = nil) {
    (self.ladder, self.title, self.remark) = (ladder, title, remark)
    pitch = ladder.lanes.count < 2 ? 560 : ladder.lanes.count == 2 ? 400 : 260
    width = max(1, ladder.lanes.count) * pitch
  }

  static func text(of session: PlayedSession, in language: Language) -> String {
    var picture = SVGLadder(
      session.ladder, title: session.name.text(in: language) ?? session.source, remark: session.remark(in: language))
    return picture.text
  }

  private var text: String {
    mutating get {
      drawHead()
      for row in ladder.rows { draw(row) }
      if let remark { draw(.about(remark)) }
      let height = y + Self.margin
      let lines = ladder.lanes.indices.map { "<path class=\"life\" d=\"M\(middle($0)) \(top)V\(height - 4)\"/>\n" }
      return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img">
        <title>\(Markup.escape(title))</title>
        <style>
        \(Self.style)
        </style>
        <rect class="back" width="\(width)" height="\(height)"/>
        \(lines.joined())\(drawn)</svg>

        """
    }
  }

  private mutating func drawHead() {
    y = 26
    for line in Self.broken(title, columns: columns(width - 20)) {
      drawn += "<text class=\"title\" x=\"\(Self.margin)\" y=\"\(y)\">\(Markup.escape(line))</text>\n"
      y += 20
    }
    var deepest = y
    for (index, lane) in ladder.lanes.enumerated() {
      var below = y + 8
      for line in Self.broken(lane, columns: columns(pitch - 20)) {
        drawn += "<text class=\"head\" x=\"\(middle(index))\" y=\"\(below)\">\(Markup.escape(line))</text>\n"
        below += Self.line
      }
      deepest = max(deepest, below)
    }
    top = deepest - 4
    y = top + 8
  }

  private func middle(_ lane: Int) -> Int { lane * pitch + pitch / 2 }

  private func columns(_ pixels: Int) -> Int { max(4, Int(Double(pixels) / Self.letter)) }

  private mutating func draw(_ row: LaneRow) {
    let text = row.label
    guard let from = row.from else {
      return drawBox(text, at: width / 2, room: width - 20, isWhole: true, row.kind)
    }
    guard let to = row.to else { return drawBox(text, at: middle(from), room: pitch - 20, row.kind) }
    drawArrow(text, from: middle(from), to: middle(to), row.kind)
  }

  private mutating func drawBox(
    _ text: String, at x: Int, room: Int, isWhole: Bool = false, _ kind: LaneRow.Kind
  ) {
    let style = kind.className
    let lines = Self.broken(text, columns: columns(room - 16))
    let widest = lines.map { DisplayWidth.of($0) }.max() ?? 0
    let width = isWhole ? room : min(room, Int(Double(widest) * Self.letter) + 16)
    let height = lines.count * Self.line + 6
    drawn += "<rect class=\"\(style)\" x=\"\(x - width / 2)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" "
    drawn += "rx=\"\(kind == .state ? 11 : 4)\"/>\n"
    y += 2
    write(lines, at: x, style)
    y += 10
  }

  private mutating func drawArrow(_ text: String, from: Int, to: Int, _ kind: LaneRow.Kind) {
    let style = kind.className, sign = to > from ? 1 : -1
    write(Self.broken(text, columns: columns(abs(to - from) - 30)), at: (from + to) / 2, style)
    y += 6
    let isDropped = if case .segment(_, true) = kind { true } else { false }
    // What was dropped does not arrive.
    let end = isDropped ? to - sign * pitch / 6 : to - sign
    drawn += "<path class=\"arrow \(style)\" d=\"M\(from) \(y)H\(end - (isDropped ? 0 : sign * Self.mark))\"/>\n"
    let (left, right, top, bottom) = (end - sign * 9, end, y - Self.mark, y + Self.mark)
    drawn +=
      isDropped
      ? "<path class=\"arrow \(style)\" d=\"M\(end - 5) \(top)L\(end + 5) \(bottom)M\(end - 5) \(bottom)L\(end + 5) \(top)\"/>\n"
      : "<path class=\"tip \(style)\" d=\"M\(left) \(top)L\(right) \(y)L\(left) \(bottom)z\"/>\n"
    y += 8
  }

  private mutating func write(_ lines: [String], at x: Int, _ style: String) {
    for line in lines {
      y += Self.line
      drawn += "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y - 4)\">\(Markup.escape(line))</text>\n"
    }
  }

  /// `text` in lines of at most that many columns; a word that is longer is broken.
  private static func broken(_ text: String, columns: Int) -> [String] {
    WordWrap.lines(text, width: columns, indentation: 0).flatMap { line -> [String] in
      var rest = line, pieces: [String] = []
      while DisplayWidth.of(rest) > columns {
        let piece = DisplayWidth.prefix(of: rest, columns: columns)
        pieces.append(piece)
        rest = String(rest.unicodeScalars.dropFirst(max(1, piece.unicodeScalars.count)))
      }
      return pieces + [rest]
    }
  }

  private static let style = """
    text { fill: #1b1f24; font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace;
      text-anchor: middle; white-space: pre; }
    text.title { font-size: 15px; font-weight: 600; text-anchor: start; }
    text.head { font-weight: 600; }
    rect.back { fill: #ffffff; stroke: none; } .life { stroke: #d1d9e0; stroke-width: 2; fill: none; }
    rect { fill: #f6f8fa; stroke: #8c959f; } rect.remark { stroke-dasharray: 4 3; } rect.segment { stroke: #0550ae; }
    rect.state { fill: #ffffff; stroke: #116329; } text.state { fill: #116329; } text.remark { fill: #59636e; }
    .arrow { stroke: #1b1f24; stroke-width: 2; fill: none; } .tip { fill: #1b1f24; }
    .arrow.segment { stroke: #0550ae; } .tip.segment, text.segment { fill: #0550ae; }
    .arrow.bad, .arrow.dropped, rect.bad, rect.dropped { stroke: #a40e26; } .tip.bad, text.bad, text.dropped { fill: #a40e26; }
    .arrow.dropped { stroke-dasharray: 5 4; } text.dropped { text-decoration: line-through; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; } rect.back { fill: #0d1117; } .life { stroke: #3d444d; }
      rect { fill: #161b22; stroke: #656c76; } rect.segment { stroke: #79c0ff; }
      rect.state { fill: #0d1117; stroke: #56d364; } text.state { fill: #56d364; } text.remark { fill: #9198a1; }
      .arrow { stroke: #e6edf3; } .tip { fill: #e6edf3; }
      .arrow.segment { stroke: #79c0ff; } .tip.segment, text.segment { fill: #79c0ff; }
      .arrow.bad, .arrow.dropped, rect.bad, rect.dropped { stroke: #ff938a; } .tip.bad, text.bad, text.dropped { fill: #ff938a; }
    }
    """
}
