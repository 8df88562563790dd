/// The diagram of states with the way that each TCP socket took, as SVG inside a page.
struct StateFigureMarkup {
  private let ways: [StateWay]

  /// The most sockets that are drawn.
  private static let most = 12

  init(_ ways: [StateWay]) { self.ways = Array(ways.prefix(Self.most)) }

  var html: String {
    guard !ways.isEmpty else { return "" }
    var html = "<section id=\"states\"><h2>\(PageWords.states)</h2>\n\(Self.base)<p class=\"picks\">\n"
    for (index, way) in ways.enumerated() {
      html += "<button type=\"button\" data-way=\"\(index)\">\(Markup.escape(way.name))</button>\n"
    }
    html += "</p>\n<div class=\"figures\">\n"
    for (index, way) in ways.enumerated() { html += figure(way, index) }
    return html + "</div>\n<p class=\"quiet legend\">\(PageWords.solid) \(PageWords.dashed)</p>\n</section>\n"
  }

  private static let size = "viewBox=\"0 -14 \(StateFigure.width) \(StateFigure.height + 14)\""

  /// What all figures have: the boxes and the arrows.
  private static let base: String = {
    var svg = "<svg class=\"unseen\" aria-hidden=\"true\"><defs>\n"
    for name in ["tip", "tip-way"] {
      svg += "<marker id=\"\(name)\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
      svg += "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0 8 4 0 8z\"/></marker>\n"
    }
    svg += "<g id=\"tcp\">\n"
    for edge in StateFigure.edges {
      svg += "<path class=\"edge\" d=\"\(edge.path)\"/>"
      for (row, text) in edge.label.enumerated() where !text.isEmpty {
        let y = edge.y + 9 * row + (row == 1 ? 2 : 0)
        svg += "<text class=\"label\" x=\"\(edge.x)\" y=\"\(y)\" text-anchor=\"\(edge.anchor)\">\(text)</text>"
      }
      svg += "\n"
    }
    for state in TCPState.allCases { svg += box(StateFigure.center(state)) + name(state, StateFigure.center(state)) }
    svg += box(StateFigure.closedAgain) + name(.closed, StateFigure.closedAgain)
    return svg + "</g></defs></svg>\n"
  }()

  private static func box(_ center: (x: Int, y: Int)) -> String {
    let (width, height) = (StateFigure.boxWidth, StateFigure.boxHeight)
    return "<rect class=\"box\" x=\"\(center.x - width / 2)\" y=\"\(center.y - height / 2)\" width=\"\(width)\" "
      + "height=\"\(height)\" rx=\"5\"/>"
  }

  private static func name(_ state: TCPState, _ center: (x: Int, y: Int)) -> String {
    "<text class=\"name\" x=\"\(center.x)\" y=\"\(center.y + 4)\" text-anchor=\"middle\">\(state.name)</text>\n"
  }

  private func figure(_ way: StateWay, _ index: Int) -> String {
    let states = way.steps.map(\.to.name).joined(separator: " → ")
    var html = "<figure data-way=\"\(index)\"\(index == 0 ? " class=\"shown\"" : "")>"
    html += "<figcaption><b>\(Markup.escape(way.name))</b></figcaption>\n"
    html += "<svg role=\"img\"\(Markup.attribute("aria-label", "\(way.name): \(states)")) \(Self.size)>"
    html += "<use href=\"#tcp\"/>\n"
    var visits: [TCPState: Int] = [:]
    for step in way.steps {
      html += "<g class=\"way\" data-at=\"\(step.moment)\">" + arrow(step)
      html += mark(step, visit: visits[step.to, default: 0]) + "</g>\n"
      visits[step.to, default: 0] += 1
    }
    return html + "</svg></figure>\n"
  }

  private func arrow(_ step: StateWay.Step) -> String {
    guard let from = step.from else { return "" }
    if let edge = StateFigure.edges.first(where: { $0.from == from && $0.to == step.to }) {
      return "<path d=\"\(edge.path)\"/>"
    }
    return "<path class=\"jump\" d=\"\(StateFigure.jump(from: from, to: step.to))\"/>"
  }

  /// The box of its state, with the number of the step at which it was seen.
  private func mark(_ step: StateWay.Step, visit: Int) -> String {
    let isAgain = step.to == .closed && StateFigure.edges.contains { $0.from == step.from && $0.to == .closed }
    let center = isAgain ? StateFigure.closedAgain : StateFigure.center(step.to)
    let x = center.x + StateFigure.boxWidth / 2 - 18 * visit, y = center.y - StateFigure.boxHeight / 2 - 3
    return Self.box(center) + "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"end\">\(step.moment)</text>"
  }
}
