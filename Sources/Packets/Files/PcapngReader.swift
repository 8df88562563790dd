/// Reads pcapng, the format of Wireshark. Blocks of other kinds than those of packets are passed over.
struct PcapngReader {
  private var file = CaptureFile()
  private var numbers = FileNumbers(isBigEndian: false)
  private var clocks: [Clock] = []
  /// The index of the first interface of the present section.
  private var firstInterface = 0

  /// How the times of an interface count.
  private struct Clock {
    var ticksPerSecond: UInt64 = 1_000_000
    /// In seconds.
    var offset: Int64 = 0
    /// How many bytes of a packet were captured at most; 0 for no limit.
    var limit = 0

    /// In nanoseconds; as far as 64 bits reach.
    func time(_ ticks: UInt64) -> Int64 {
      let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: ticksPerSecond)
      let fraction = ticksPerSecond.dividingFullWidth(rest.multipliedFullWidth(by: 1_000_000_000)).quotient
      let whole = Int64(truncatingIfNeeded: seconds) &+ offset
      return whole &* 1_000_000_000 &+ Int64(truncatingIfNeeded: fraction)
    }
  }

  static func read(_ bytes: [UInt8]) -> CaptureFile {
    var reader = PcapngReader()
    var rest = bytes[...]
    while !rest.isEmpty {
      if rest.starts(with: PcapngBlock.sectionMagic), !reader.beginSection(rest) { break }
      guard let block = PcapngBlock(rest, reader.numbers) else {
        reader.file.problem = "it is cut off or damaged after \(rest.startIndex) bytes"
        break
      }
      reader.take(block)
      rest = rest.dropFirst(block.length)
    }
    return reader.file
  }

  /// Looks at the byte order of a section. Returns whether it has one.
  private mutating func beginSection(_ bytes: ArraySlice<UInt8>) -> Bool {
    for isBigEndian in [false, true] {
      let order = FileNumbers(isBigEndian: isBigEndian)
      guard order.word(bytes, at: 8) == PcapngBlock.byteOrderMagic else { continue }
      (numbers, firstInterface) = (order, file.interfaces.count)
      return true
    }
    file.problem = "the section after \(bytes.startIndex) bytes has no byte order"
    return false
  }

  private mutating func take(_ block: PcapngBlock) {
    switch block.type {
    case PcapngBlock.section: file.comments += PcapngBlock.options(block.body.dropFirst(16), numbers).comments
    case PcapngBlock.interface: takeInterface(block.body)
    case PcapngBlock.enhancedPacket:
      take(packet: block.body, interface: Int(numbers.word(block.body)), header: 20)
    case PcapngBlock.oldPacket: take(packet: block.body, interface: Int(numbers.short(block.body)), header: 20)
    case PcapngBlock.simplePacket: takeSimple(block.body)
    default: break
    }
  }

  private mutating func takeInterface(_ body: ArraySlice<UInt8>) {
    let options = PcapngBlock.options(body.dropFirst(8), numbers)
    var clock = Clock()
    clock.limit = Int(numbers.word(body, at: 4))
    if let resolution = options.first(PcapngOption.resolution)?.value.first {
      clock.ticksPerSecond = Self.ticks(resolution)
    }
    if let offset = options.first(PcapngOption.timeOffset)?.value {
      clock.offset = Int64(bitPattern: numbers.long(offset))
    }
    clocks.append(clock)
    file.interfaces.append(
      CaptureInterface(
        link: LinkType(number: numbers.short(body)), name: options.first(PcapngOption.interfaceName)?.text))
  }

  /// A power of ten, or of two if its highest bit is set; at most what 64 bits hold.
  private static func ticks(_ resolution: UInt8) -> UInt64 {
    let power = resolution & 0x7f
    if resolution & 0x80 != 0 { return 1 << UInt64(min(power, 63)) }
    return (0..<min(power, 19)).reduce(1) { ticks, _ in ticks * 10 }
  }

  /// A packet with its interface, its time, and both of its lengths before its bytes.
  private mutating func take(packet body: ArraySlice<UInt8>, interface: Int, header: Int) {
    let interface = firstInterface + interface
    let captured = Int(numbers.word(body, at: 12))
    guard clocks.indices.contains(interface), body.count - header >= captured else { return noteDamage() }
    let ticks = UInt64(numbers.word(body, at: 4)) << 32 | UInt64(numbers.word(body, at: 8))
    let options = PcapngBlock.options(body.dropFirst(header + PcapngBlock.padded(captured)), numbers)
    file.packets.append(
      CapturedPacket(
        interface: interface, time: clocks[interface].time(ticks),
        bytes: Array(body.dropFirst(header).prefix(captured)), originalLength: Int(numbers.word(body, at: 16)),
        comments: options.comments))
  }

  /// A packet that only has its length, of the first interface.
  private mutating func takeSimple(_ body: ArraySlice<UInt8>) {
    guard clocks.indices.contains(firstInterface) else { return noteDamage() }
    let (length, limit) = (Int(numbers.word(body)), clocks[firstInterface].limit)
    let captured = min(limit == 0 ? length : min(length, limit), body.count - 4)
    file.packets.append(
      CapturedPacket(
        interface: firstInterface, time: 0, bytes: Array(body.dropFirst(4).prefix(max(0, captured))),
        originalLength: length))
  }

  private mutating func noteDamage() {
    if file.problem == nil { file.problem = "packet \(file.packets.count + 1) is damaged" }
  }
}
