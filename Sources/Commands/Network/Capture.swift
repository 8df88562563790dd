import SessionLanguage

extension Command {
  static let capture = Command(
    name: "capture", group: .network, traits: .needsOneProcess,
    parameters: [
      Parameter("FILE", .file) { context in
        !context.word.isEmpty && off.hasPrefix(context.word) ? .words([off]) : .files(after: "")
      }
    ],
    forms: ["capture FILE", "capture off"],
    summary: "Write the segments from now on to FILE, for Wireshark.",
    korean: "지금부터 오가는 세그먼트를 Wireshark용 FILE에 씁니다.",
    manual: """
      FILE is a new pcapng file; an existing one is never overwritten. It gets what the wire view shows, as it was on the wire,
      with the times at which it was seen, and each packet has a comment with the line that it came with. What the cable dropped
      is there, too, and says so. The wire must be on: it is where there are hosts, and wire on sees loopback.
      wire FILE shows such a file; sockplay replay --capture FILE writes one of a whole play.
      """,
    makesCall: false
  ) { (arguments, table) throws(Diagnostic) in
    if arguments.plain(0) == off { return .request(.capture(path: nil)) }
    let path = try arguments.text(0)
    try table.permit(.record(path: path), at: arguments.span(0))
    return .request(.capture(path: path))
  }

  private static let off = "off"
}
