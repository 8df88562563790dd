/// The states of TCP and what leads from one to the next, as figure 5 of RFC 9293 draws them: where each box and each
/// arrow is. (`path` draws the same with letters.)
enum StateFigure {
  static let width = 440, height = 492
  static let boxWidth = 92, boxHeight = 26

  struct Edge {
    let from: TCPState
    let to: TCPState
    /// As the `d` of a path of SVG.
    let path: String
    /// Lines of text, where the first begins, and on which side of that they are.
    let label: [String]
    let x: Int
    let y: Int
    let anchor: String
  }

  /// The middle of a state's box.
  static func center(_ state: TCPState) -> (x: Int, y: Int) {
    switch state {
    case .closed: (220, 22)
    case .listen: (54, 112)
    case .synReceived: (220, 112)
    case .synSent: (386, 112)
    case .established: (220, 202)
    case .finWait1: (54, 300)
    case .closing: (220, 300)
    case .closeWait: (386, 300)
    case .finWait2: (54, 400)
    case .timeWait: (220, 400)
    case .lastAck: (386, 400)
    }
  }

  /// Where a connection ends that is closed again: CLOSED is drawn twice.
  static let closedAgain = (x: 303, y: 470)

  static let edges = [
    Edge(
      from: .closed, to: .listen, path: "M174 22H54V97", label: ["listen"], x: 112, y: 17, anchor: "middle"),
    Edge(
      from: .closed, to: .synSent, path: "M266 22H386V97", label: ["connect:", "send SYN"], x: 380, y: 42,
      anchor: "end"),
    Edge(
      from: .listen, to: .synReceived, path: "M100 112H172", label: ["recv SYN:", "", "send SYN,ACK"], x: 137, y: 106,
      anchor: "middle"),
    Edge(
      from: .synSent, to: .synReceived, path: "M340 112H268", label: ["recv SYN:", "", "send SYN,ACK"], x: 303, y: 106,
      anchor: "middle"),
    Edge(
      from: .synReceived, to: .established, path: "M220 125V187", label: ["recv ACK"], x: 226, y: 160, anchor: "start"),
    Edge(
      from: .synSent, to: .established, path: "M386 125V202H268", label: ["recv SYN,ACK:", "send ACK"], x: 380, y: 160,
      anchor: "end"),
    Edge(
      from: .established, to: .finWait1, path: "M190 215V245H54V285", label: ["close: send FIN"], x: 122, y: 240,
      anchor: "middle"),
    Edge(
      from: .established, to: .closeWait, path: "M250 215V245H386V285", label: ["recv FIN: send ACK"], x: 318, y: 240,
      anchor: "middle"),
    Edge(
      from: .finWait1, to: .closing, path: "M100 300H172", label: ["recv FIN:", "", "send ACK"], x: 137, y: 294,
      anchor: "middle"),
    Edge(
      from: .finWait1, to: .finWait2, path: "M30 313V385", label: ["recv ACK"], x: 35, y: 352, anchor: "start"),
    Edge(
      from: .finWait1, to: .timeWait, path: "M88 313V370H190V385", label: ["recv FIN,ACK:", "send ACK"], x: 94, y: 350,
      anchor: "start"),
    Edge(from: .closing, to: .timeWait, path: "M220 313V385", label: ["recv ACK"], x: 226, y: 350, anchor: "start"),
    Edge(
      from: .closeWait, to: .lastAck, path: "M386 313V385", label: ["close:", "send FIN"], x: 380, y: 347, anchor: "end"
    ),
    Edge(
      from: .finWait2, to: .timeWait, path: "M100 400H172", label: ["recv FIN:", "", "send ACK"], x: 137, y: 394,
      anchor: "middle"),
    Edge(
      from: .timeWait, to: .closed, path: "M220 413V470H255", label: ["60 s"], x: 214, y: 446, anchor: "end"),
    Edge(
      from: .lastAck, to: .closed, path: "M386 413V470H351", label: ["recv ACK"], x: 380, y: 446, anchor: "end"),
  ]

  /// A bowed line between two states that no arrow joins.
  static func jump(from: TCPState, to: TCPState) -> String {
    let start = center(from), end = center(to)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    // Past the boxes between them, to the left of the way.
    let bow = dx == 0 ? 130 : 40
    let length = max(1, abs(dx) + abs(dy))
    let (x, y) = ((start.x + end.x) / 2 - bow * dy / length, (start.y + end.y) / 2 + bow * dx / length)
    let middle = (x: min(max(x, 4), width - 4), y: min(max(y, 4), height - 4))
    let leave = edge(of: from, towards: middle), arrive = edge(of: to, towards: middle)
    return "M\(leave.x) \(leave.y)Q\(middle.x) \(middle.y) \(arrive.x) \(arrive.y)"
  }

  /// The place on the border of a box that is nearest to `point`, from its middle.
  private static func edge(of state: TCPState, towards point: (x: Int, y: Int)) -> (x: Int, y: Int) {
    let center = center(state)
    let (dx, dy) = (point.x - center.x, point.y - center.y)
    let (halfWidth, halfHeight) = (boxWidth / 2 + 2, boxHeight / 2 + 2)
    if abs(dx) * halfHeight > abs(dy) * halfWidth {
      return (center.x + (dx > 0 ? halfWidth : -halfWidth), center.y + dy * halfWidth / max(1, abs(dx)))
    }
    return (center.x + dx * halfHeight / max(1, abs(dy)), center.y + (dy > 0 ? halfHeight : -halfHeight))
  }
}
