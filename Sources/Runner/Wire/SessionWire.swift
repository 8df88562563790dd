import Packets
import Sockets

/// What passes between the sockets of a session: takes frames from their source, reads them, numbers the segments, and
/// keeps the last ones. Used on the session's thread only.
package final class Wire {
  /// What a session knows of those who send.
  package struct View {
    /// Who sent a frame, and to whom.
    package typealias Naming = (Frame, Packet) -> (source: Segment.End, destination: Segment.End)

    fileprivate let naming: Naming
    fileprivate let counters: (_ host: String?) -> CounterReading?
    fileprivate let isTimeWait: (_ handle: String, _ moment: Int64) -> Bool

    /// - Parameters:
    ///   - naming: Who sent a frame, and to whom.
    ///   - counters: The counters of a host, or without hosts of the session's network; nil where they cannot be had.
    ///   - isTimeWait: Whether a handle was seen in TIME_WAIT before a moment of the monotonic clock, and is in it.
    package init(
      naming: @escaping Naming, counters: @escaping (String?) -> CounterReading? = { _ in nil },
      isTimeWait: @escaping (String, Int64) -> Bool = { _, _ in false }
    ) { (self.naming, self.counters, self.isTimeWait) = (naming, counters, isTimeWait) }
  }

  /// How many segments it keeps.
  package static let most = 10_000

  /// nil once it is no longer watched.
  private var source: (any FrameSource)?
  private let view: View
  /// When the session began, in nanoseconds of the monotonic clock.
  private let start: Int64
  private var conversations = ConversationTable()
  private var count = 0
  /// The last segments, each number one more than the one before.
  private(set) var log: [Logged] = []
  /// Whether numbers and windows are shown as they are in the header.
  package var isRaw = false
  /// The role that last worked on each handle, by the handle's name.
  private var roles: [String: String] = [:]
  private(set) var sent = SentBytes()
  private var recent = RecentSegments()
  private var forwarded = ForwardedPackets()
  private(set) var links = LinkHosts()
  private var triggers: SendTriggers
  /// How many lost frames were told.
  private var told: Int
  /// How many frames its source had lost before, and how many were lost before it.
  private var lostBefore: Int
  private var lostEarlier = 0

  /// What happened at one end beside the segments.
  struct Note {
    /// In nanoseconds from the session's start.
    let moment: Int64
    /// The end, as segments name it.
    let end: String
    let text: String
  }

  private(set) var notes: [Note] = []

  /// Keeps whose handle it is that a step works on.
  func note(_ handle: String, of role: String) { roles[handle] = role }

  /// Keeps what the calls of a step sent on `handle`.
  ///
  /// - Parameters:
  ///   - isShared: Whether others send on it, too.
  ///   - made: The handles that the step made.
  func note(_ exchanges: [Exchange], by line: String, on handle: String?, isShared: Bool, made: [String]) {
    for handle in made { sent.begin(handle) }
    guard let handle else { return }
    if isShared { sent.share(handle) }
    sent.note(exchanges, by: line, on: handle)
  }

  func add(_ note: Note) {
    notes.append(note)
    if notes.count > Self.most { notes.removeFirst(notes.count - Self.most) }
  }

  /// A segment, and the line that was running when it was taken.
  struct Logged {
    let reported: ReportedSegment
    let line: String?
  }

  /// - Parameter start: When the session began, in nanoseconds of the monotonic clock.
  package init(_ source: any FrameSource, since start: Int64, _ view: View) {
    (self.source, self.start, self.view) = (source, start, view)
    triggers = SendTriggers(read: view.counters)
    (told, lostBefore) = (0, source.lost)
  }

  /// Notes how the counters of a host stand before it sends anything; without hosts those of the session's network.
  func begin(_ host: String?) { triggers.begin(host) }

  package var isQuiet: Bool { source?.isQuiet ?? true }
  /// How many frames passed unseen while it was watched.
  package var lost: Int { lostEarlier + (source.map { $0.lost - lostBefore } ?? 0) }

  /// Watches it no longer. What was seen is kept.
  func stop() {
    lostEarlier = lost
    source = nil
  }

  /// Watches it again, by `source`. The segments go on with the next number.
  func resume(_ source: any FrameSource) { (self.source, lostBefore) = (source, source.lost) }

  /// Takes the segments that have passed since the last call. Address resolution and what hosts tell each other of
  /// neighbours and groups is left out.
  ///
  /// - Parameter line: The line that is running; nil between two lines.
  func take(for actor: Actor, during line: @autoclosure () -> String? = nil) -> [ReportedSegment] {
    let taken = source?.takeFrames().compactMap(segment) ?? []
    if taken.isEmpty { return [] }
    let line = line()
    var reported = reported(taken, by: actor)
    noteUnseen(in: &reported)
    log += reported.map { Logged(reported: $0, line: line) }
    if log.count > Self.most { log.removeFirst(log.count - Self.most) }
    return reported
  }

  /// Tells of frames that were lost since the last call with the last segment: which of them came before it is not known.
  private func noteUnseen(in reported: inout [ReportedSegment]) {
    let lost = self.lost
    reported[reported.count - 1].unseen = lost - told
    told = lost
  }

  /// A segment, and which one it is that a router has passed on.
  private typealias Taken = (segment: Segment, forwarding: ReportedSegment.Relation?)

  private func segment(_ frame: Frame) -> Taken? {
    links.note(frame)
    let packet = Packet(frame.bytes, link: .ethernet, originalLength: frame.originalLength)
    guard isShown(packet) else { return nil }
    count += 1
    let forwarding = forwarded.take(packet, in: frame, number: count)
    let numbers = conversations.take(
      packet, number: count, time: frame.moment, isForwarded: forwarding != nil)
    let ends = view.naming(frame, packet)
    let segment = Segment(
      number: count, moment: frame.moment - start, frame: frame, packet: packet, numbers: numbers,
      source: ends.source, destination: ends.destination)
    return (segment, forwarding)
  }

  /// Whether it is TCP, UDP or ICMP that programs sent or caused.
  private func isShown(_ packet: Packet) -> Bool {
    guard let number = packet.network?.protocolNumber, packet.transport != nil else { return false }
    return [IPProtocol.tcp, IPProtocol.udp, IPProtocol.icmp, IPProtocol.icmpV6].contains(number) && !packet.isOfTheLink
  }

  private func reported(_ taken: [Taken], by actor: Actor) -> [ReportedSegment] {
    let seen: [(relation: ReportedSegment.Relation?, occasion: SendTriggers.Occasion?)] = taken.map {
      $0.forwarding == nil ? recent.take($0.segment) : (relation: $0.forwarding, occasion: nil)
    }
    let found = triggers.find(zip(taken, seen).map { ($0.segment.frame.sender, $1.occasion) })
    return taken.indices.map { index in
      let segment = taken[index].segment
      var reported = ReportedSegment(
        segment, isSent: actor.sends(segment, roles), isRaw: isRaw, relation: seen[index].relation,
        trigger: found[index] ?? timeWait(segment))
      reported.linkReceiver = links.receiver(of: segment.frame)
      return reported
    }
  }

  /// An acknowledgment of a socket whose connection is over.
  private func timeWait(_ segment: Segment) -> SendTrigger? {
    guard segment.packet.isBareAcknowledgment, let handle = segment.source.handle else { return nil }
    return view.isTimeWait(handle, segment.frame.moment) ? .timeWait : nil
  }

  /// The segment with this number; nil where it is none, or is not kept any more.
  func logged(_ number: Int) -> Logged? {
    guard let first = log.first?.reported.segment.number, number >= first, number - first < log.count else {
      return nil
    }
    return log[number - first]
  }

  /// The numbers that it keeps.
  var numbers: ClosedRange<Int>? {
    guard let first = log.first?.reported.segment.number, let last = log.last?.reported.segment.number else {
      return nil
    }
    return first...last
  }
}

/// Who acts in a line.
struct Actor {
  var role: String?
  var handle: String?

  /// Whether it is the one who sent `segment`: its host, or the handle on which it works, or another of its role.
  func sends(_ segment: Segment, _ roles: [String: String]) -> Bool {
    if let role, segment.source.name == role { return true }
    guard let handle = segment.source.handle else { return false }
    return handle == self.handle || role != nil && roles[handle] == role
  }
}
