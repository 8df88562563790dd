/// A ladder as HTML: its words are wrapped where the screen is narrow.
struct LadderMarkup {
  private let ladder: LaneLadder

  init(_ ladder: LaneLadder) { self.ladder = ladder }

  var html: String {
    guard !ladder.lanes.isEmpty else { return "" }
    var html = "<section id=\"ladder\"><h2>\(PageWords.ladder)</h2>\n"
    html += "<div class=\"scroll\" tabindex=\"0\"><ol class=\"lanes n\(ladder.lanes.count)\">\n<li class=\"heads\">"
    for (index, lane) in ladder.lanes.enumerated() {
      html += "<b class=\"\(place(index, index + 1))\">\(Markup.escape(lane))</b>"
    }
    html += "</li>\n"
    for row in ladder.rows { html += self.row(row) }
    return html + "</ol></div>\n</section>\n"
  }

  /// Each lane has two columns of the grid, with its line between them.
  private func place(_ start: Int, _ end: Int) -> String { "s\(2 * start + 1) e\(2 * end + 1)" }

  private func row(_ row: LaneRow) -> String {
    var classes = row.kind.className, place = place(0, ladder.lanes.count)
    if let from = row.from {
      place = self.place(from, from + 1)
      if let to = row.to {
        place = "s\(2 * min(from, to) + 2) e\(2 * max(from, to) + 2)"
        classes += to > from ? " to right" : " to left"
      }
    }
    return "<li data-at=\"\(row.moment)\"><span class=\"\(classes) \(place)\">\(sign(row))"
      + "\(Markup.escape(row.text))</span></li>\n"
  }

  /// What stands before the text: the number of a segment, or who acts where that is not seen from the lane.
  private func sign(_ row: LaneRow) -> String {
    switch row.kind {
    case .segment(let number, let isDropped): "<i>\(number)\(isDropped ? " ✗" : "")</i> "
    case .call: "<a href=\"#step-\(row.moment)\">\(row.moment)</a> "
    case .remark, .state: ""
    }
  }
}

extension LaneRow.Kind {
  var className: String {
    switch self {
    case .call(let failed): failed ? "call bad" : "call"
    case .remark: "remark"
    case .state: "state"
    case .segment(_, let isDropped): isDropped ? "segment dropped" : "segment"
    }
  }
}
