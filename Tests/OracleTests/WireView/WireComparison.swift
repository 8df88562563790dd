import Packets

/// The segments that were told against the frames in the session's own file, and both against what dumpcap saw.
struct WireComparison {
  private let played: WireTrial.Played
  private let hardware = ["client": [2, 0, 0, 0, 0, 1], "server": [2, 0, 0, 0, 0, 2]] as [String: [UInt8]]

  private var hasHosts: Bool { played.witnesses["lo"] == nil }

  init(_ played: WireTrial.Played) { self.played = played }

  /// Whether dumpcap saw the first marks and the last ones.
  var hasWitnesses: Bool {
    (Array(played.witnesses.values) + played.cableEnds.values).allSatisfy { file in
      [.start, .end].allSatisfy { (mark: WireTrial.Mark) in
        let marks = file.packets.indices.compactMap(file.packet).filter { WireTrial.isMark($0, mark) }
        return Set(marks.map(\.flow)).count == played.witnesses.count
      }
    }
  }

  /// What differs, for people.
  var problems: [String] {
    let own = ownProblems
    guard own.isEmpty else { return own }
    return played.witnesses.keys.sorted().flatMap(witnessProblems)
      + played.cableEnds.keys.sorted().flatMap(orderProblems)
  }

  // MARK: - What was told, and the session's own file

  private var ownProblems: [String] {
    let (told, file) = (played.told, played.capture)
    guard told.count == file.packets.count else {
      return ["\(told.count) segments were told, and \(file.packets.count) are in the file: \(played.errors)"]
    }
    guard let first = told.first, let epoch = file.packets.first.map({ $0.time - first.moment }) else {
      return ["nothing was told: \(played.errors)"]
    }
    var walk = CaptureWalk(file)
    return told.indices.flatMap { index -> [String] in
      let (one, captured) = (told[index], file.packets[index])
      guard let stop = walk.next() else { return [] }
      let words = PacketWords(stop.packet, stop.numbers).text
      let from = file.interfaces[captured.interface].name ?? ""
      return [
        one.number == index + 1 ? nil : "segment \(one.number) was told as number \(index + 1)",
        one.words == words ? nil : "segment \(one.number): \(one.words); in the file it is \(words)",
        captured.time == one.moment + epoch ? nil : "segment \(one.number): another time in the file",
        from == one.from || from == (hasHosts ? "cable" : "lo")
          ? nil : "segment \(one.number) is from \(one.from), not \(from)",
        one.isDropped == captured.comments.contains("dropped by the cable") ? nil : "segment \(one.number): dropped?",
      ].compactMap(\.self)
    }
  }

  // MARK: - What was told, and what was seen

  private func witnessProblems(_ name: String) -> [String] {
    guard let file = played.witnesses[name] else { return [] }
    let frames = file.packets.indices.compactMap { index in file.packet(index).map { ($0, file.packets[index]) } }
      .filter { $0.0.isTold }
    guard let address = hardware[name] else {
      return differences(told(from: nil), Self.between(frames), "on loopback")
    }
    let sent = Self.between(frames.filter { $0.1.isSent(from: address) })
    let came = Self.between(frames.filter { $0.1.bytes.prefix(6).elementsEqual(address) })
    return differences(told(from: name), sent, "sent by \(name)")
      + differences(toldTo(name, address), came, "come to \(name)")
  }

  /// Frames that a host sends on two processors at once may come to the cable in another order than that in which they went
  /// through its interface. So the order is that of the cable's end, by the kernel's times: dumpcap, too, may read them in
  /// another order.
  private func orderProblems(_ name: String) -> [String] {
    guard let file = played.cableEnds[name], let address = hardware[name] else { return [] }
    let frames = file.packets.indices.compactMap { index in file.packet(index).map { ($0, file.packets[index]) } }
      .filter { $0.0.isTold && $0.1.isSent(from: address) }
      .sorted { $0.1.time < $1.1.time }
    return differences(told(from: name), Self.between(frames), "come to the cable from \(name)", isInOrder: true)
  }

  /// What lies between the marks.
  private static func between(_ frames: [(packet: Packet, captured: CapturedPacket)]) -> [CapturedPacket] {
    let start = frames.firstIndex { WireTrial.isMark($0.packet, .start) } ?? 0
    let end = frames.firstIndex { WireTrial.isMark($0.packet, .end) } ?? frames.endIndex
    return frames[start..<max(start, end)].map(\.captured)
  }

  /// A frame that was told.
  private struct ToldFrame {
    let number: Int
    let bytes: [UInt8]
    let time: Int64
    /// Whether a bit of it was turned.
    let isCorrupted: Bool
    let isCut: Bool

    func isSame(_ seen: [UInt8]) -> Bool {
      if isCut { return seen.starts(with: bytes) }
      if !isCorrupted { return seen == bytes }
      guard seen.count == bytes.count else { return false }
      return zip(seen, bytes).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount } == 1
    }
  }

  /// What a host is told to have sent, each once.
  private func told(from name: String?) -> [ToldFrame] {
    var frames: [ToldFrame] = []
    var copies = 0
    for (index, told) in played.told.enumerated() {
      let captured = played.capture.packets[index]
      guard name == nil || played.capture.interfaces[captured.interface].name == name else { continue }
      if isMark(index, .end) { break }
      if isMark(index, .start) { frames = [] }
      if copies > 0 {
        copies -= 1
        continue
      }
      copies = told.isDropped ? 0 : told.rules.count { $0.hasPrefix("duplicate") }
      frames.append(
        ToldFrame(
          number: told.number, bytes: captured.bytes, time: captured.time,
          isCorrupted: told.rules.contains { $0.hasPrefix("corrupt") },
          isCut: captured.bytes.count < captured.originalLength))
    }
    return frames
  }

  /// What is told to have reached a host, as often as it did.
  private func toldTo(_ name: String, _ address: [UInt8]) -> [ToldFrame] {
    var frames: [ToldFrame] = []
    for (index, told) in played.told.enumerated() where !told.isDropped {
      let captured = played.capture.packets[index]
      guard captured.bytes.prefix(6).elementsEqual(address) else { continue }
      if isMark(index, .end) { break }
      if isMark(index, .start) { frames = [] }
      frames.append(
        ToldFrame(
          number: told.number, bytes: captured.bytes, time: captured.time, isCorrupted: false, isCut: false))
    }
    return frames
  }

  private func isMark(_ index: Int, _ mark: WireTrial.Mark) -> Bool {
    played.capture.packet(index).map { WireTrial.isMark($0, mark) } ?? false
  }

  private func differences(
    _ told: [ToldFrame], _ seen: [CapturedPacket], _ what: String, isInOrder: Bool = false
  ) -> [String] {
    var (rest, problems) = (seen, [String]())
    for one in told {
      guard let index = rest.firstIndex(where: { one.isSame($0.bytes) }) else {
        problems.append(
          "segment \(one.number) was told to be \(what), and dumpcap has not seen it there: \(Self.text(one.bytes))")
        continue
      }
      if isInOrder, index > 0, problems.isEmpty {
        let early = (rest[index].time - rest[0].time) / 1000
        let before = told.first { $0.isSame(rest[0].bytes) }
        let ours = before.map { "\(($0.time - one.time) / 1000) µs before segment \($0.number)" } ?? "?"
        problems.append(
          "segment \(one.number) was told too early or too late among those \(what): "
            + "\(early) µs after one that dumpcap saw before it, told \(ours)")
      }
      rest.remove(at: index)
    }
    return problems
      + rest.prefix(3).map { seen in "dumpcap saw a frame \(what) that was not told: \(Self.text(seen.bytes))" }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    let packet = Packet(bytes, link: .ethernet)
    return "\(packet.flow?.source.text ?? "?") → \(packet.flow?.destination.text ?? "?") \(PacketWords(packet).text)"
  }
}

extension CapturedPacket {
  /// Whether `address` is that of the interface that sent it.
  fileprivate func isSent(from address: [UInt8]) -> Bool { bytes.dropFirst(6).prefix(6).elementsEqual(address) }
}

extension Packet {
  /// Whether it is one that a session tells: TCP, UDP or ICMP, and not of the link's own talk.
  fileprivate var isTold: Bool {
    guard let number = network?.protocolNumber else { return false }
    if case .icmp(let message) = transport, message.isV6 {
      return !(130...137).contains(message.type) && message.type != 143
    }
    return [1, 6, 17, 58].contains(number)
  }
}
