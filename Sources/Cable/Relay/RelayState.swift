import CSockets
import Packets

/// A host on the cable, and where its frames come from.
struct RelayPort: Sendable {
  let host: String
  let ring: FrameRing
}

/// Everything that a relay knows. It makes no calls.
struct RelayState {
  private(set) var ports: [RelayPort] = []
  /// The port at which each interface was heard.
  private var addresses: [HardwareAddress: Int] = [:]
  var book = RuleBook()
  var held = HeldFrames()
  var journal = FrameJournal()
  var isWatched = false
  private(set) var passed = 0, dropped = 0
  /// How many could not be passed on, though no rule says so.
  var failed = 0
  /// Whether the thread may have frames that it has read and not yet written.
  var isBusy = false
  /// No frame that is still to be read was seen before this.
  var horizon: Int64 = .min
  var isStopping = false

  var status: CableStatus {
    CableStatus(rules: book.status, passed: passed, dropped: dropped, held: held.count)
  }

  mutating func attach(_ port: RelayPort, _ hardware: [UInt8]) {
    if let address = HardwareAddress(hardware) { addresses[address] = ports.count }
    ports.append(port)
  }

  /// Forgets the ports and returns them.
  mutating func detachAll() -> [RelayPort] {
    defer { (ports, addresses) = ([], [:]) }
    return ports
  }

  /// What becomes of a frame that has come from `port`.
  mutating func pass(_ seen: sockplay_seen_frame, from port: Int, into outgoing: Outgoing) {
    guard !seen.isCut else { return failed += 1 }
    let receivers = receivers(of: seen.buffer, from: port)
    guard book.isEmpty else { return judge(seen, from: port, to: receivers, into: outgoing) }
    count(isDropped: receivers.isEmpty)
    outgoing.add(seen.buffer, to: receivers)
    if isWatched { tell(Array(seen.buffer), at: seen.moment, from: port, Frame.Fate(isDropped: receivers.isEmpty)) }
  }

  /// Adds to `outgoing` what is due.
  mutating func takeDue(at now: Int64, into outgoing: Outgoing) {
    while let frame = held.take(at: now) { outgoing.add(copyOf: frame.bytes, to: frame.receivers) }
  }

  /// As a switch does: to the port behind which the receiver is, or to all others.
  private mutating func receivers(of bytes: UnsafeRawBufferPointer, from port: Int) -> PortSet {
    var others = PortSet(first: ports.count)
    others.remove(port)
    guard let destination = HardwareAddress(bytes.prefix(6)), let source = HardwareAddress(bytes.dropFirst(6).prefix(6))
    else { return PortSet(first: 0) }
    if !source.isOfMany, addresses[source] != port { addresses[source] = port }
    guard !destination.isOfMany, let found = addresses[destination] else { return others }
    return found == port ? PortSet(first: 0) : .port(found)
  }

  private mutating func judge(
    _ seen: sockplay_seen_frame, from port: Int, to receivers: PortSet, into outgoing: Outgoing
  ) {
    let packet = Packet(Array(seen.buffer), link: .ethernet)
    let verdict = book.judge(
      PassingFrame(
        packet: packet, moment: seen.moment, sender: ports[port].host, receivers: receivers.map { ports[$0].host }))
    let reached = PortSet(receivers.filter { !verdict.unreached.contains(ports[$0].host) })
    let goesOn = !verdict.isDropped && !reached.isEmpty && (verdict.due <= seen.moment || !held.isFull)
    count(isDropped: !goesOn)
    let fate = Frame.Fate(isDropped: !goesOn, rules: verdict.struck)
    let frame = HeldFrame(
      due: verdict.due, bytes: verdict.bytes ?? packet.bytes,
      receivers: reached, port: port)
    for _ in 0..<(goesOn ? verdict.copies : 1) {
      tell(frame.bytes, at: seen.moment, from: port, fate, due: frame.due)
    }
    if goesOn { send(frame, verdict, packet, seen, into: outgoing) }
    if let answer = verdict.answer {
      outgoing.add(copyOf: answer, to: .port(port))
      tell(answer, at: seen.moment, from: nil, Frame.Fate(rules: verdict.struck.suffix(1), isMade: true))
    }
  }

  private mutating func send(
    _ frame: HeldFrame, _ verdict: Judgement, _ packet: Packet, _ seen: sockplay_seen_frame,
    into outgoing: Outgoing
  ) {
    let isLate = frame.due > seen.moment
    for _ in 0..<verdict.copies {
      if isLate {
        held.add(frame, waitsForNext: verdict.waitsForNext)
      } else if verdict.bytes == nil {
        outgoing.add(seen.buffer, to: frame.receivers)
      } else {
        outgoing.add(copyOf: frame.bytes, to: frame.receivers)
      }
    }
    guard !verdict.waitsForNext, !packet.isOfTheLink else { return }
    held.follow(frame.port, at: frame.due)
    if !isLate { takeDue(at: seen.moment, into: outgoing) }
  }

  private mutating func count(isDropped: Bool) { if isDropped { dropped += 1 } else { passed += 1 } }

  private mutating func tell(
    _ bytes: [UInt8], at moment: Int64, from port: Int?, _ fate: Frame.Fate, due: Int64? = nil
  ) {
    guard isWatched else { return }
    journal.add(Frame(moment: moment, bytes: bytes, sender: port.map { ports[$0].host }, fate: fate, due: due))
  }
}
