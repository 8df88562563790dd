import Glibc
import Packets
import Sockets
import Text

/// What was seen on the wire of the last connection of a handle that has ended or does not go on: a sentence, and the
/// segments under it.
struct WireStory {
  let sentence: String
  let evidence: Evidence
  /// Whether nothing else need be said.
  let isWhole: Bool

  var reason: Reason { Reason(sentence: sentence, evidence: [evidence]) }

  /// nil where nothing that was seen explains it.
  ///
  /// - Parameters:
  ///   - logged: The segments that were seen.
  ///   - handle: The handle's name.
  ///   - target: Where its last connect led; nil where that is not known.
  ///   - errno: How its call failed; nil where something waits, or where nothing failed.
  ///   - now: In nanoseconds of the monotonic clock: what the cable holds then has not come yet.
  init?(
    _ logged: [Wire.Logged], of handle: String, to target: SocketAddress? = nil, after errno: Errno? = nil,
    now: Int64 = monotonicNanoseconds()
  ) {
    let log = logged.map(\.reported).withoutForwarded.map(\.segment).filter {
      $0.source.handle == handle || $0.frame.due <= now
    }
    let own = Self.connection(in: log, of: handle, to: target)
    let error = Self.error(in: log, own.filter { $0.source.handle == handle }, errno)
    let reset = errno.map { Self.ofResets.contains($0.rawValue) } ?? true ? Self.reset(own, handle) : nil
    let mayBeSilence = errno.map { $0.rawValue == ETIMEDOUT } ?? true
    let silence = mayBeSilence ? Self.unanswered(own, handle) : nil
    guard let told = error ?? reset ?? silence ?? (errno == nil ? Self.lostDatagrams(own, handle) : nil) else {
      return nil
    }
    isWhole = error != nil
    sentence = told.sentence
    let numbers = told.segments.map { "\($0.number)" }.joined(separator: ", ")
    evidence = Evidence(
      source: "the wire, segment \(numbers)", value: told.segments.last?.words(isRaw: false).text ?? "",
      moment: told.segments.last?.frame.moment ?? 0)
  }

  /// The errnos that a RST leads to, see RFC 9293, 3.10.7, and `send(2)`.
  private static let ofResets = [ECONNREFUSED, ECONNRESET, EPIPE, ECONNABORTED]

  private typealias Told = (sentence: String, segments: [Segment])

  /// The segments that the handle sent, or that were sent to it, from the last SYN that began a connection on; none where
  /// that SYN went to another address than `target`.
  private static func connection(in log: [Segment], of handle: String, to target: SocketAddress?) -> [Segment] {
    let all = log.filter { $0.source.handle == handle || $0.destination.handle == handle }
    let first = all.lastIndex { segment in
      segment.flags?.intersection([.syn, .ack]) == .syn
        && !all.contains { $0.number < segment.number && $0.repeats(segment) }
    }
    guard let first else { return all }
    let isElsewhere = all[first].source.handle == handle && !leads(all[first], to: target)
    return isElsewhere ? [] : Array(all[first...])
  }

  /// Whether `syn` may be that of a connect to `target`: one to every address goes to one of this machine.
  private static func leads(_ syn: Segment, to target: SocketAddress?) -> Bool {
    guard let target = target?.unmapped.withoutScope, !target.isWildcard, let flow = syn.packet.flow else {
      return true
    }
    return SocketAddress(flow.destination) == target
  }

  /// An error of ICMP about one of the segments that it `sent`, which leads to `errno` where that is known.
  private static func error(in log: [Segment], _ sent: [Segment], _ errno: Errno?) -> Told? {
    guard let first = sent.first,
      let error = log.last(where: { error in
        error.arrived && error.moment >= first.moment && error.mayLead(to: errno)
          && sent.contains { $0.packet.flow == error.packet.quotedFlow }
      }), let cause = sent.last(where: { $0.moment <= error.moment && $0.packet.flow == error.packet.quotedFlow })
    else { return nil }
    return ("\(error.icmpWords) came in answer to \(cause.sender)'s \(cause.what)", [cause, error])
  }

  /// A RST that reached it.
  private static func reset(_ own: [Segment], _ handle: String) -> Told? {
    let received = own.filter { $0.destination.handle == handle && $0.arrived }
    // The first that comes ends the connection.
    let resets = received.filter { $0.flags?.contains(.rst) == true }
    guard let reset = resets.min(by: { $0.arrival < $1.arrival }) else { return nil }
    let before = own.filter { $0.moment < reset.moment && $0.source.handle == handle }
    guard let cause = before.last(where: { !$0.packet.isBareAcknowledgment }) else {
      return ("a RST came from \(reset.source.name)", [reset])
    }
    let time = Self.time(reset.arrival - cause.moment)
    return ("the RST of \(reset.source.name) came \(time) after \(cause.sender)'s \(cause.what)", [cause, reset])
  }

  /// What it sent again and again, and what became of that and of the answers.
  private static func unanswered(_ own: [Segment], _ handle: String) -> Told? {
    let sent = own.filter { $0.source.handle == handle && $0.takesNumbers }
    guard let last = sent.last else { return nil }
    let tries = sent.filter { $0.repeats(last) }
    let answers = own.filter { $0.destination.handle == handle && $0.moment > tries[0].moment }
    guard !answers.contains(where: { $0.arrived && $0.acknowledges(last) }), let first = tries.first else { return nil }
    let times = tries.map { Self.seconds($0.moment - first.moment) }.joined(separator: ", ")
    let count = tries.count == 1 ? "once" : "\(Plural.times(tries.count)) (\(times) s)"
    let verb = last.isSeveral ? "were" : "was"
    return ("its \(last.what) \(verb) sent \(count); \(fate(of: tries, answers))", tries)
  }

  /// Datagrams from it or for it that the cable dropped or damaged. Neither end learns of that.
  private static func lostDatagrams(_ own: [Segment], _ handle: String) -> Told? {
    let all = own.filter(\.isDatagram)
    let lost = all.filter { !$0.arrived }, damaged = all.filter { $0.arrived && $0.isDamaged }
    guard !lost.isEmpty || !damaged.isEmpty else { return nil }
    let sent = all.count { $0.source.handle == handle }
    let whose = sent == all.count ? "from it" : sent == 0 ? "for it" : "from or for it"
    let of = "of \(Plural.count(all.count, "datagram")) \(whose)"
    var parts: [String] = []
    if !lost.isEmpty {
      parts.append("the cable dropped \(lost.count) \(of): \(rules(of: lost))")
    }
    if !damaged.isEmpty {
      let checksum = "left the cable with a wrong checksum, and a kernel drops such datagrams"
      parts.append("\(damaged.count) \(of) \(checksum): \(rules(of: damaged))")
    }
    return (parts.joined(separator: "; "), (lost + damaged).sorted { $0.number < $1.number })
  }

  private static func fate(of tries: [Segment], _ answers: [Segment]) -> String {
    let lost = tries.filter { !$0.arrived }, dropped = answers.filter { !$0.arrived }
    if lost.count == tries.count { return "the cable dropped \(tries.count == 1 ? "it" : "each"): \(rules(of: lost))" }
    if !dropped.isEmpty {
      return "the answer was dropped by the cable \(Plural.times(dropped.count)): \(rules(of: dropped))"
    }
    return "no answer was seen"
  }

  /// Each rule once.
  private static func rules(of segments: [Segment]) -> String {
    var seen: [Frame.StruckRule] = []
    for rule in segments.flatMap(\.frame.fate.rules) where !seen.contains(rule) { seen.append(rule) }
    return seen.isEmpty ? "nobody is there" : seen.map { "\($0.text) (rule \($0.number))" }.joined(separator: ", ")
  }

  /// `40 µs`, `1.2 ms`, `3.0 s`
  private static func time(_ nanoseconds: Int64) -> String {
    let microseconds = max(0, nanoseconds / 1000)
    return microseconds < 1000 ? "\(microseconds) µs" : Elapsed.past(Int(microseconds / 1000))
  }

  private static func seconds(_ nanoseconds: Int64) -> String {
    let tenths = max(0, (nanoseconds + 50_000_000) / 100_000_000)
    return tenths == 0 ? "0" : "\(tenths / 10).\(tenths % 10)"
  }
}

extension Segment {
  fileprivate var flags: TCPFlags? { packet.flags }
  fileprivate var arrived: Bool { !frame.fate.isDropped }
  /// When it left the cable, in nanoseconds from the session's start.
  fileprivate var arrival: Int64 { moment + frame.due - frame.moment }
  fileprivate var isDatagram: Bool { if case .udp? = packet.transport { true } else { false } }
  /// Whether the cable changed it, so that its checksum is wrong.
  fileprivate var isDamaged: Bool {
    if !frame.fate.rules.isEmpty, case .wrong? = packet.verdict { true } else { false }
  }
  /// Whether it has data, SYN or FIN, which are acknowledged.
  fileprivate var takesNumbers: Bool { packet.sequenceLength > 0 }

  /// Whether it is an error of ICMP that becomes `errno`, or any where that is nil.
  fileprivate func mayLead(to errno: Errno?) -> Bool {
    guard case .icmp(let message) = packet.transport, let own = message.errno else { return false }
    return errno == nil || errno == own
  }

  fileprivate var icmpWords: String {
    (["ICMP"] + words(isRaw: false).parts.prefix(2)).joined(separator: " ")
  }

  /// The handle that sent it, or who else.
  fileprivate var sender: String { source.handle ?? source.name }

  /// Whether what it carries is told in the plural.
  fileprivate var isSeveral: Bool { what.first?.isNumber == true && packet.dataLength != 1 }

  /// What it carries: `SYN`, `FIN`, `5 bytes of data`.
  fileprivate var what: String {
    guard let flags else { return packet.dataLength > 0 ? Plural.count(packet.dataLength, "byte") : "packet" }
    if flags.isSuperset(of: [.syn, .ack]) { return "SYN,ACK" }
    if flags.contains(.syn) { return "SYN" }
    if packet.dataLength > 0 { return "\(Plural.count(packet.dataLength, "byte")) of data" }
    return flags.contains(.fin) ? "FIN" : flags.contains(.rst) ? "RST" : "ACK"
  }

  /// Whether it has the same ends and numbers as `other`.
  fileprivate func repeats(_ other: Segment) -> Bool {
    guard case .tcp(let own) = packet.transport, case .tcp(let header) = other.packet.transport else { return false }
    return packet.flow == other.packet.flow && own.sequence == header.sequence && takesNumbers == other.takesNumbers
  }

  /// Whether it acknowledges the last number of `other`.
  fileprivate func acknowledges(_ other: Segment) -> Bool {
    guard case .tcp(let own) = packet.transport, own.flags.contains(.ack),
      case .tcp(let header) = other.packet.transport, packet.flow == other.packet.flow?.mirrored
    else { return false }
    return Int32(bitPattern: own.acknowledgment &- header.sequence &- other.packet.sequenceLength) >= 0
  }
}
