import Packets

/// A rule with what it remembers of the frames that have passed.
struct RuleEntry {
  let rule: CableRule
  private let number: Int
  private var strikes = 0
  private var directions: [String: Direction] = [:]

  /// What a rule remembers of the frames of one host.
  private struct Direction {
    var random: RandomSequence
    /// When the last frame goes on: none that comes later goes on earlier.
    var last = Int64.min

    init(_ frame: PassingFrame, _ seed: UInt64?) {
      random = RandomSequence(seed: seed ?? CableAction.usualSeed, for: frame.sender)
    }
  }

  init(_ rule: CableRule, number: Int) { (self.rule, self.number) = (rule, number) }

  private var isUsedUp: Bool { rule.selector.limit.map { strikes >= $0 } ?? false }

  var status: CableStatus.Rule {
    CableStatus.Rule(number: number, text: rule.text, strikes: strikes, isUsedUp: isUsedUp)
  }

  /// Does to `frame` what the rule says, if it is one that the rule is about.
  mutating func strike(_ frame: PassingFrame, _ judgement: inout Judgement) {
    guard !isUsedUp, isMeant(frame), act(frame, &judgement) else { return }
    strikes += 1
    judgement.struck.append(Frame.StruckRule(number: number, text: rule.text))
  }

  private func isMeant(_ frame: PassingFrame) -> Bool {
    if case .cut = rule.action { return true }
    return rule.selector.kind.matches(frame.packet) && rule.selector.sender.map { $0 == frame.sender } ?? true
  }

  /// Whether it had anything to do.
  private mutating func act(_ frame: PassingFrame, _ judgement: inout Judgement) -> Bool {
    switch rule.action {
    case .cut(let host): return Self.cut(host, frame, &judgement)
    case .delay(let time, let jitter, let seed): delay(time, jitter, seed, frame, &judgement)
    case .loss(let chance, let seed):
      guard chance.millionths > random(frame, seed, below: 1_000_000) else { return false }
      judgement.isDropped = true
    case .drop: judgement.isDropped = true
    case .duplicate: judgement.copies += 1
    case .corrupt:
      guard let bytes = frame.packet.corrupted else { return false }
      judgement.bytes = bytes
    case .reorder:
      judgement.waitsForNext = true
      judgement.due += Self.longestReorder
    case .rate(let rate): send(at: rate, frame, &judgement)
    case .mtu(let length, let isSilent):
      guard frame.packet.lengthOfIP > length else { return false }
      judgement.isDropped = true
      if !isSilent { judgement.answer = ICMPError.tooLong(frame.packet, mtu: length) }
    case .icmp(let error):
      judgement.isDropped = true
      judgement.answer = error.answer(to: frame.packet)
    }
    return true
  }

  /// What goes to many still reaches those that are not cut off.
  private static func cut(_ host: String?, _ frame: PassingFrame, _ judgement: inout Judgement) -> Bool {
    if let host, host != frame.sender {
      guard frame.receivers.contains(host) else { return false }
      judgement.unreached.insert(host)
    }
    judgement.isDropped = host == nil || host == frame.sender || judgement.unreached.isSuperset(of: frame.receivers)
    return true
  }

  /// The order of a direction is kept: a frame may have to wait for one before it.
  private mutating func delay(
    _ time: Int, _ jitter: Int, _ seed: UInt64?, _ frame: PassingFrame, _ judgement: inout Judgement
  ) {
    let more = jitter == 0 ? 0 : random(frame, seed, below: UInt64(jitter) * 1_000_000 + 1)
    let last = directions[frame.sender]?.last ?? .min
    judgement.due = max(judgement.due + Int64(time) * 1_000_000 + Int64(more), last)
    directions[frame.sender, default: Direction(frame, seed)].last = judgement.due
  }

  /// A frame goes on once its last bit is sent, and the bits of the frames before it. What the queue has no room for is
  /// dropped.
  private mutating func send(at rate: BitRate, _ frame: PassingFrame, _ judgement: inout Judgement) {
    let begin = max(judgement.due, directions[frame.sender]?.last ?? .min)
    guard begin - judgement.due <= rate.time(bytes: rate.queue) else { return judgement.isDropped = true }
    judgement.due = begin + rate.time(bytes: frame.packet.bytes.count * judgement.copies)
    directions[frame.sender, default: Direction(frame, nil)].last = judgement.due
  }

  private mutating func random(_ frame: PassingFrame, _ seed: UInt64?, below bound: UInt64) -> Int {
    Int(directions[frame.sender, default: Direction(frame, seed)].random.next(below: bound))
  }

  /// In nanoseconds.
  private static let longestReorder: Int64 = 100_000_000
}

extension Packet {
  /// How many bytes a packet of IP has with its header; 0 for any other.
  fileprivate var lengthOfIP: Int {
    switch network {
    case .ipv4(let header): Int(header.totalLength)
    case .ipv6(let header): Int(header.payloadLength) + 40
    case .arp, .other, nil: 0
    }
  }
}
