import Support

/// Lines played in a network of their own, and what was told of their TCP connections held against what was on the wire.
struct PacketTrial {
  let lines: [String]

  /// A connection that is refused is a mark on the wire: nobody has port 1. What was there before the first mark must
  /// have been told by the second, and what was told by the second must be on the wire before that.
  private static let mark = "127.0.0.1:1"
  private static let end = [
    "socket mark1 tcp", "connect mark1 \(mark)", "sleep 150ms", "socket mark2 tcp", "connect mark2 \(mark)",
  ]

  /// What differs, for people.
  func problems() throws -> [String] {
    let words = [
      Program.sockplay, "--json", "--keep-going", "--allow", "files", "--allow", "network", "--allow", "unix",
    ]
    let input = Array((Trial.head + lines + Self.end).map { $0 + "\n" }.joined().utf8)
    let capture = try Capture(words, input: input)
    // Nothing can be said of what tcpdump has not seen.
    if capture.hasLost { return [] }
    let marks = capture.segments.indices.filter {
      capture.segments[$0].to == Self.mark && capture.segments[$0].flags.contains(.syn)
    }
    guard marks.count == 2 else { return ["the marks are not on the wire: \(capture.log.suffix(300))"] }
    let told = try ToldConnection.all(json: capture.output)
    let early = Wire.directions(of: capture.segments[..<marks[0]])
    let wire = Wire.directions(of: capture.segments[..<marks[1]])
    return told.filter { $0.key.to != Self.mark }.sorted { $0.key.from < $1.key.from }.flatMap { ends, told in
      let back = Wire.Direction(from: ends.to, to: ends.from)
      let comparison = PacketComparison(
        told: told, out: wire[ends] ?? Wire(), back: wire[back] ?? Wire(), early: early[ends] ?? Wire())
      return comparison.problems.map { "\(ends.from) to \(ends.to): \($0); told \(told.states.map(\.after))" }
    }
  }
}

/// What was told of one end of a connection beside what was on the wire.
struct PacketComparison {
  let told: ToldConnection
  /// What went out and came in until the end, and what had gone out some time before that.
  let out: Wire, back: Wire, early: Wire

  var problems: [String] {
    [opening, ownFIN, othersFIN, order, reset, untold, amount].compactMap(\.self)
  }

  private var opening: String? {
    guard told.was("ESTABLISHED") else { return nil }
    guard let out = out.syn, let back = back.syn else { return "it was established, and a SYN is missing" }
    return told.isClient == (out < back) ? nil : "the other end sent the first SYN"
  }

  private var ownFIN: String? {
    // A FIN comes after all that is unsent.
    let isSent = told.states.contains {
      ["FIN_WAIT2", "TIME_WAIT"].contains($0.after)
        || ["FIN_WAIT1", "CLOSING", "LAST_ACK"].contains($0.after) && $0.unsent == 0
    }
    return isSent && out.fin == nil ? "it was told to have sent FIN, and has not" : nil
  }

  private var othersFIN: String? {
    told.was("CLOSE_WAIT", "LAST_ACK", "CLOSING", "TIME_WAIT") && back.fin == nil
      ? "it was told to have got FIN, and has not" : nil
  }

  private var order: String? {
    guard let own = out.fin, let others = back.fin else { return nil }
    if told.was("FIN_WAIT2"), own > others { return "the other end sent the first FIN" }
    return told.was("CLOSE_WAIT") && own < others ? "this end sent the first FIN" : nil
  }

  private var reset: String? {
    let isReset = told.states.contains { $0.before == "ESTABLISHED" && $0.after == "CLOSED" }
    return isReset && out.rst == nil && back.rst == nil ? "it went straight to CLOSED without RST" : nil
  }

  /// What is on the wire and was not told.
  private var untold: String? {
    let isOver = told.was("FIN_WAIT1", "FIN_WAIT2", "CLOSING", "LAST_ACK", "TIME_WAIT", "CLOSED", "gone")
    if early.fin != nil, !isOver { return "it has sent FIN, and that was not told" }
    return early.rst != nil && !isOver ? "it has sent RST, and that was not told" : nil
  }

  private var amount: String? {
    if out.bytes > told.sent, !told.isOpen { return "\(out.bytes) bytes went out, and its calls took \(told.sent)" }
    // What a RST throws away never goes out.
    guard out.rst == nil, back.rst == nil, told.unsent == 0, out.bytes < told.sent, !told.was("gone") else {
      return nil
    }
    return "its calls took \(told.sent) bytes, and \(out.bytes) went out"
  }
}
