import Packets

@testable import Cable

/// Packets between two hosts, made by hand for tests: what is not said is of no interest.
enum PassingPackets {
  static let client: [UInt8] = [10, 0, 0, 1], server: [UInt8] = [10, 0, 0, 2]

  static func tcp(_ flags: TCPFlags, _ data: [UInt8] = [], fromServer: Bool = false) -> Packet {
    var segment = short(40000) + short(80) + [0, 0, 0, 1, 0, 0, 0, 2] + short(5 << 12 | flags.rawValue) + short(1024)
    segment += [0, 0, 0, 0] + data
    return ipv4(6, sealed(segment, at: 16, 6), fromServer: fromServer)
  }

  static func udp(_ data: [UInt8], hasChecksum: Bool = true) -> Packet {
    let datagram = short(40000) + short(9) + short(UInt16(8 + data.count)) + [0, 0] + data
    return ipv4(17, hasChecksum ? sealed(datagram, at: 6, 17) : datagram)
  }

  static func icmp(_ type: UInt8, _ data: [UInt8] = [0, 1, 0, 1]) -> Packet {
    var message = [type, 0, 0, 0] + data
    message.replaceSubrange(2..<4, with: short(~Checksum.sum(message)))
    return ipv4(1, message)
  }

  static func ipv4(_ number: UInt8, _ data: [UInt8], fromServer: Bool = false, fragment: UInt16 = 0x4000) -> Packet {
    var header: [UInt8] = [0x45, 0] + short(UInt16(20 + data.count)) + [0, 1] + short(fragment) + [64, number, 0, 0]
    header += fromServer ? server + client : client + server
    header.replaceSubrange(10..<12, with: short(~Checksum.sum(header)))
    return Packet(ethernet(0x0800) + header + data, link: .ethernet)
  }

  static func ipv6(_ number: UInt8, _ data: [UInt8]) -> Packet {
    let (from, to) = ([0xfd] + [UInt8](repeating: 0, count: 14) + [1], [0xfd] + [UInt8](repeating: 0, count: 14) + [2])
    let header = [0x60, 0, 0, 0] + short(UInt16(data.count)) + [number, 64] + from + to
    return Packet(ethernet(0x86dd) + header + data, link: .ethernet)
  }

  static var arp: Packet {
    let addresses = [2, 0, 0, 0, 0, 1] + client + [0, 0, 0, 0, 0, 0] + server
    return Packet(ethernet(0x0806) + [0, 1, 8, 0, 6, 4, 0, 1] + addresses, link: .ethernet)
  }

  private static func ethernet(_ type: UInt16) -> [UInt8] { [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + short(type) }

  private static func sealed(_ segment: [UInt8], at place: Int, _ number: UInt8) -> [UInt8] {
    var segment = segment
    let pseudo = client + server + [0, number] + short(UInt16(segment.count))
    segment.replaceSubrange(place..<place + 2, with: short(~Checksum.sum(pseudo + segment)))
    return segment
  }

  static func short(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
}

extension RuleBook {
  /// Of a frame between two hosts.
  mutating func judge(_ packet: Packet, at moment: Int64 = 0, from sender: String = "client") -> Judgement {
    judge(
      PassingFrame(
        packet: packet, moment: moment, sender: sender, receivers: [sender == "client" ? "server" : "client"]))
  }

  init(_ rules: CableRule...) {
    self.init()
    for rule in rules { _ = add(rule) }
  }
}
