import Packets
import Support

/// Segments between two ends as no kernel sends them all at once: data again, early, late and lost, windows that close,
/// probes, and acknowledgments that come twice. Seeded.
struct RandomConversation {
  private var random: SeededGenerator
  private var sent: [UInt32] = [0, 0], acknowledged: [UInt32] = [0, 0]
  private var windows: [UInt16] = [512, 512]
  private var time: Int64 = 1_700_000_000_000_000_000
  private var port: UInt16 = 40001
  private(set) var packets: [CapturedPacket] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func run(_ count: Int) {
    begin()
    for _ in 0..<count {
      if chance(2) { begin() }
      step(Int.random(in: 0...1, using: &random))
    }
  }

  /// A handshake, of which segments may be missing or come again.
  private mutating func begin() {
    if chance(50) { port += 1 }
    sent = [UInt32.random(in: 0...UInt32.max, using: &random), UInt32.random(in: 0...UInt32.max, using: &random)]
    if chance(20) { sent[0] = UInt32.max - UInt32.random(in: 1...200, using: &random) }
    let scaled = [chance(80), chance(80)]
    func options(_ side: Int) -> [UInt8] { [2, 4, 5, 0xb4] + (scaled[side] ? [1, 3, 3, 7] : [1, 1, 4, 2]) }
    let skips = chance(15)
    if !skips { add(0, sequence: sent[0], acknowledgment: 0, flags: 2, window: 64000, options: options(0)) }
    if !skips, chance(20) { add(0, sequence: sent[0], acknowledgment: 0, flags: 2, window: 64000, options: options(0)) }
    if !skips, chance(90) {
      add(1, sequence: sent[1], acknowledgment: sent[0] &+ 1, flags: 0x12, window: 65000, options: options(1))
    }
    // Once one of them has no scale, Wireshark goes on with the other's in a new handshake; then there is none.
    if !skips, scaled[0] == scaled[1], chance(15) { beginAgain(options(0), options(1)) }
    sent = sent.map { $0 &+ 1 }
    acknowledged = [sent[1], sent[0]]
    add(0, flags: 0x10)
  }

  /// A SYN again, perhaps after an RST, and an answer that has another number: a listener that has forgotten the first one.
  private mutating func beginAgain(_ own: [UInt8], _ others: [UInt8]) {
    if chance(40) {
      add(0, sequence: sent[0] &+ [0, 1, 7000].randomElement(using: &random)!, acknowledgment: 0, flags: 4, window: 0)
    }
    add(0, sequence: sent[0], acknowledgment: 0, flags: 2, window: 64000, options: own)
    sent[1] &+= [9000, 7, 0, UInt32.max - 3000, UInt32.max].randomElement(using: &random)!
    add(1, sequence: sent[1], acknowledgment: sent[0] &+ 1, flags: 0x12, window: 65000, options: others)
  }

  private mutating func step(_ side: Int) {
    switch Int.random(in: 0..<12, using: &random) {
    case 0...3:  // New data, rarely after a gap.
      let count = [1, 2, 10, 100].randomElement(using: &random)!
      if chance(5) {
        add(side, sequence: sent[side] &+ 1000, flags: 0x18, count: 10)
        return begin()
      }
      add(side, flags: 0x18, count: count)
      sent[side] &+= UInt32(count)
    case 4:  // Data again, or a part of them.
      add(
        side, sequence: sent[side] &- UInt32.random(in: 1...20, using: &random), flags: 0x18,
        count: [1, 5, 30].randomElement(using: &random)!)
    case 5...7:  // An acknowledgment of all, or of less.
      if chance(80) { acknowledged[side] = sent[1 - side] }
      add(side, flags: 0x10)
    case 8:  // The same acknowledgment again.
      for _ in 0..<Int.random(in: 1...4, using: &random) { add(side, flags: 0x10) }
      if chance(50) { add(1 - side, sequence: acknowledged[side], flags: 0x18, count: 10) }
    case 9:  // Keep-alive.
      add(side, sequence: sent[side] &- 1, flags: 0x10, count: chance(50) ? 1 : 0)
      add(1 - side, flags: 0x10)
    case 10:  // The window closes, opens, or is filled.
      windows[side] = [0, 0, 1, 512].randomElement(using: &random)!
      add(side, flags: 0x10)
      if windows[side] == 0 { add(1 - side, flags: 0x10, count: 1) }
      if chance(50) { add(side, flags: 0x10) }
    default:
      let isEnd = chance(70)
      add(side, flags: isEnd ? 0x11 : 0x14)
      if isEnd, chance(70) { sent[side] &+= 1 }
    }
  }

  private mutating func add(
    _ side: Int, sequence: UInt32? = nil, acknowledgment: UInt32? = nil, flags: UInt16, window: UInt16? = nil,
    options: [UInt8] = [], count: Int = 0
  ) {
    time += [50_000, 2_000_000, 30_000_000, 300_000_000].randomElement(using: &random)!
    let start = sequence ?? sent[side]
    // Wireshark takes 0 for no number at all.
    let count = start &+ UInt32(count) == 0 ? count + 1 : count
    let ports = side == 0 ? (port, UInt16(40000)) : (40000, port)
    let segment = PacketSamples.tcp(
      ports.0, ports.1, sequence: start, acknowledgment: acknowledgment ?? acknowledged[side],
      flags: flags, window: window ?? windows[side], options: options, data: [UInt8](repeating: 0x78, count: count))
    packets.append(CapturedPacket(time: time, bytes: PacketSamples.ethernet() + PacketSamples.ipv4(segment)))
  }

  var file: [UInt8] {
    var writer = PcapngWriter()
    let head =
      writer.header(application: "tests") + writer.interface(CaptureInterface(link: .ethernet, name: "lo"), limit: 0)
    return packets.reduce(head) { $0 + writer.packet($1) }
  }
}
