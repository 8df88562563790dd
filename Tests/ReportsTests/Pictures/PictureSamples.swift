import Handles
import Packets
import Runner
import SessionLanguage
import Sockets
import Support

@testable import Reports

/// A small session as records that are the same each time.
enum PictureSamples {
  private static let both = Endpoints(local: Samples.client, peer: Samples.server)

  /// One that has each thing that a picture shows: prose in two languages, calls, segments, data, an event, a check.
  static var session: PlayedSession { report.played }

  static var report: PlayedSessionReport {
    let report = PlayedSessionReport(source: "folder/first.session")
    for text in ["## A & B <first>", "##ko 첫 연결", "# Two ends,", "# and a cable.", "#ko 두 끝과 케이블"] {
      note(text, report)
    }
    report.take(.step(Samples.step("@isolated")))
    for step in steps { report.take(.step(step)) }
    report.take(.event(Event(Samples.change("cli", seen(.finWait1), seen(.finWait2), fd: -1))))
    note("# Only in English.", report)
    report.take(.step(check))
    note("#ko 한국어로만.", report)
    report.take(.played(PlayResult(checked: 4, held: 4)))
    return report
  }

  static func note(_ line: String, _ report: PlayedSessionReport) {
    if let statement = try? Parser.parse(Array(line.utf8)) { report.take(.note(statement.body)) }
  }

  private static func seen(_ state: SocketState, unread: Int = 0) -> Snapshot { Samples.seen(state, unread: unread) }

  private static var check: Step { Samples.step("? conn.unread == 0") { $0.listing = ["holds"] } }

  private static var steps: [Step] {
    [
      Samples.step(
        "server> socket srv tcp = fd", [Samples.done(Call("socket", .opens, .symbol("AF_INET")), 3)],
        [Samples.change("srv", nil, seen(.closed))]),
      Samples.step(
        "server> listen srv 5 = 0 [srv LISTEN]", [Samples.done(Call("listen", .descriptor(3), .integer(5)), 0)],
        [Samples.change("srv", seen(.closed), Samples.seen(.listen, backlog: 5))]),
      Samples.step(
        "client> socket cli tcp", [Samples.done(Call("socket", .opens, .symbol("AF_INET")), 4)],
        [Samples.change("cli", nil, seen(.closed), fd: 4)]),
      Samples.step(
        "client> connect cli {srv} = 0", [Samples.done(Call("connect", .connects, .descriptor(4)), 0)],
        [
          Samples.change("cli", seen(.closed), seen(.established), fd: 4, endpoints: both),
          Samples.change("srv", seen(.listen), Samples.seen(.listen, queue: 1, backlog: 5)),
        ]
      ) { $0.segments = told },
      Samples.step(
        "server> recv conn 64 = 8", [Samples.done(Samples.recv, 8, data: Array("<b>&\n\u{1b}".utf8) + [0xff, 0])],
        [Samples.change("conn", nil, seen(.established), fd: 5)]),
      Samples.step(
        "client> send cli x = -1 EPIPE",
        [Samples.failed(Call("send", .sends, .descriptor(4), .bytes([0x78])), "EPIPE")],
        [Samples.change("cli", seen(.established), seen(.established), fd: 4)]),
      Samples.step("cable cut"),
      Samples.step(
        "client> close cli", [Samples.done(Call("close", .closes, .descriptor(4)), 0)],
        [Samples.change("cli", seen(.established), seen(.finWait1), fd: -1, closing: true)]),
    ]
  }

  /// A handshake whose answer the cable dropped first.
  private static let told: [ReportedSegment] = {
    var table = ConversationTable()
    var frames = FrameSamples.handshake
    frames.insert(
      FrameSamples.tcp(
        isForward: false, FrameSamples.syn | FrameSamples.ack, sequence: 0, acknowledgment: 1, moment: 1_500_000,
        fate: FrameSamples.dropped), at: 1)
    return frames.enumerated().map { index, frame in
      let packet = Packet(frame.bytes, link: .ethernet)
      let client = Segment.End(name: "client", handle: "cli"), server = Segment.End(name: "server", handle: "srv")
      let isSent = frame.sender == "client"
      return ReportedSegment(
        Segment(
          number: index + 1, moment: frame.moment, frame: frame, packet: packet,
          numbers: table.take(packet, number: index + 1, time: frame.moment), source: isSent ? client : server,
          destination: isSent ? server : client), isSent: isSent)
    }
  }()

  /// One whose every text is `text`.
  static func strange(_ text: String) -> PlayedSession {
    let both = BilingualText(english: text, korean: text)
    let note = PlayedNote(isHeading: true, text: both)
    var session = PlayedSession(source: text)
    (session.title, session.closing) = (both, [note, PlayedNote(isHeading: false, text: both)])
    var moment = PlayedMoment(
      number: 1, notes: session.closing, directives: [VisibleScalar.only(text)], line: 1, role: text,
      typed: VisibleScalar.only(text), expected: VisibleScalar.only(text), isBad: true,
      card: TerminalEscape.prose(text))
    moment.call = PlayedCall(name: text, result: -1, errno: text, errnoText: text, isDescriptor: false)
    moment.data = [PlayedData(isSent: false, call: text, count: 300, bytes: Array(text.utf8.prefix(256)))]
    moment.handles = [
      PlayedHandle(
        name: text, descriptor: 3, kind: text, state: "LISTEN", before: nil, addresses: text, details: text,
        isChanged: true, isTold: true, isGone: false)
    ]
    session.moments = [moment]
    let end = LaneEnd(role: text), other = LaneEnd(other: text + "2")
    session.ladder = LaneLadder(
      [
        LaneEntry(moment: 1, kind: .call(failed: false), from: end, to: other, text: text),
        LaneEntry(moment: 1, kind: .segment(number: 1, isDropped: true), from: other, to: end, text: text),
        LaneEntry(moment: 1, kind: .remark, from: nil, to: nil, text: text),
      ], owners: [:])
    session.ways = [StateWay(name: text, steps: [.init(moment: 1, from: nil, to: .closed)])]
    return session
  }
}
